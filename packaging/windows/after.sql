-- What wixl cannot say of the installer; one statement a line, for msibuild.
-- A property that nobody gave writes nothing.
UPDATE `Component` SET `Condition` = 'NOT (AUTOSTART = "0")' WHERE `Component` = 'autostart'
UPDATE `Component` SET `Condition` = 'HELPDESK' WHERE `Component` = 'helpdesk'
UPDATE `Component` SET `Condition` = 'SMTPHOST' WHERE `Component` = 'smtphost'
UPDATE `Component` SET `Condition` = 'SMTPPORT' WHERE `Component` = 'smtpport'
UPDATE `Component` SET `Condition` = 'SMTPSECURITY' WHERE `Component` = 'smtpsecurity'
-- Registry searches of the 64-bit part (2: value, 16: 64-bit).
UPDATE `RegLocator` SET `Type` = 18
-- They reach the part that runs as the system.
UPDATE `Property` SET `Value` = 'AUTOSTART;HELPDESK;OLDHELPDESK;OLDINSTALL;OLDRUN;OLDSMTPHOST;OLDSMTPPORT;OLDSMTPSECURITY;SMTPHOST;SMTPPORT;SMTPSECURITY;WIX_DOWNGRADE_DETECTED;WIX_UPGRADE_DETECTED' WHERE `Property` = 'SecureCustomProperties'
-- What an earlier installation was given, before anything is decided.
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('keepHelpdesk', 'OLDHELPDESK AND NOT HELPDESK', 701)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('keepSmtpHost', 'OLDSMTPHOST AND NOT SMTPHOST', 702)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('keepSmtpPort', 'OLDSMTPPORT AND NOT SMTPPORT', 703)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('keepSmtpSecurity', 'OLDSMTPSECURITY AND NOT SMTPSECURITY', 704)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('keepAutostart', 'OLDINSTALL AND NOT OLDRUN AND NOT AUTOSTART', 705)
-- Another build of the same version takes its place too (1: keep features, 512: inclusive).
DELETE FROM `Upgrade` WHERE `ActionProperty` = 'WIX_UPGRADE_DETECTED'
INSERT INTO `Upgrade` (`UpgradeCode`, `VersionMax`, `Attributes`, `ActionProperty`) VALUES ('{8F0D3C52-6B1E-4E0B-9C1F-7C2D5A94E1B6}', '@VERSION@', 513, 'WIX_UPGRADE_DETECTED')
-- The old version goes within our own transaction: if the new one fails, it comes back.
UPDATE `InstallExecuteSequence` SET `Sequence` = 1501 WHERE `Action` = 'RemoveExistingProducts'
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('endPrograms', 'REMOVE = "ALL"', 1550)
INSERT INTO `InstallExecuteSequence` (`Action`, `Condition`, `Sequence`) VALUES ('startPrograms', 'NOT REMOVE', 6590)
-- trayapp as a word of cmd and PowerShell.
CREATE TABLE `Environment` (`Environment` CHAR(72) NOT NULL, `Name` CHAR(255) NOT NULL LOCALIZABLE, `Value` CHAR(255) LOCALIZABLE, `Component_` CHAR(72) NOT NULL PRIMARY KEY `Environment`)
INSERT INTO `Environment` (`Environment`, `Name`, `Value`, `Component_`) VALUES ('path', '=-*PATH', '[~];[INSTALLDIR]', 'commandline')
INSERT INTO `InstallExecuteSequence` (`Action`, `Sequence`) VALUES ('RemoveEnvironmentStrings', 3300)
INSERT INTO `InstallExecuteSequence` (`Action`, `Sequence`) VALUES ('WriteEnvironmentStrings', 5200)
