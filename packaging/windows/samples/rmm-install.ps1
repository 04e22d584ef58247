# @NAME@: installs or upgrades without a question; for an RMM tool, as SYSTEM.
# Give the MSI's place and, when wanted, the settings. The status is msiexec's:
# 0 done, 3010 done (restart wanted), 1603 failed; with "newer version" in the
# log, a newer one is there.
param(
    [Parameter(Mandatory)] [string] $Msi,
    [string] $Sha256,          # from SHA256SUMS; nothing is installed when it differs
    [string] $Helpdesk,        # projectpp, cwol, sian, 01s; several with commas
    [string] $SmtpHost, [int] $SmtpPort, [ValidateSet('', 'starttls', 'tls', 'none')] [string] $SmtpSecurity,
    [switch] $NoAutostart
)
$ErrorActionPreference = 'Stop'
if ($Sha256 -and (Get-FileHash -Algorithm SHA256 -LiteralPath $Msi).Hash -ne $Sha256) {
    Write-Error 'The MSI is not the one that SHA256SUMS names.'
}
$log = Join-Path $env:SystemRoot 'Temp\trayapp-install.log'
$arguments = @('/i', "`"$Msi`"", '/qn', '/norestart', '/l*v', "`"$log`"")
if ($Helpdesk) { $arguments += "HELPDESK=`"$Helpdesk`"" }
if ($SmtpHost) { $arguments += "SMTPHOST=$SmtpHost" }
if ($SmtpPort) { $arguments += "SMTPPORT=$SmtpPort" }
if ($SmtpSecurity) { $arguments += "SMTPSECURITY=$SmtpSecurity" }
if ($NoAutostart) { $arguments += 'AUTOSTART=0' }
$msiexec = Start-Process -FilePath "$env:SystemRoot\System32\msiexec.exe" -ArgumentList $arguments -Wait -PassThru
if ($msiexec.ExitCode -notin 0, 3010) {
    Write-Output "msiexec ended with $($msiexec.ExitCode); see $log"
    exit $msiexec.ExitCode
}
& "$env:ProgramFiles\@NAME@\trayapp.com" version
exit $msiexec.ExitCode
