@echo off
rem @NAME@: installs or upgrades without a question. The status is msiexec's.
msiexec /i "%~dp0trayapp-@VERSION@-x64.msi" /qn /norestart /l*v "%SystemRoot%\Temp\trayapp-install.log" ^
  HELPDESK=projectpp SMTPHOST=relay.comune.example SMTPPORT=587 SMTPSECURITY=starttls
exit /b %ERRORLEVEL%
