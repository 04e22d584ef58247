package mta

// The instance's settings: everything in its own folder, only loopback, only
// STARTTLS, nothing is ever sent on to another host.
const mainCF = `compatibility_level = 3.6
queue_directory = {{.Dir}}/queue
data_directory = {{.Dir}}/data
maillog_file = {{.Dir}}/log
maillog_file_prefixes = {{.Dir}}
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.test
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
biff = no
relay_domains =
default_transport = error:this test server sends nothing on
relay_transport = error:this test server sends nothing on
smtpd_relay_restrictions = reject_unauth_destination
smtpd_helo_required = yes
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = {{.Dir}}/etc/cert.pem
smtpd_tls_key_file = {{.Dir}}/etc/key.pem
smtpd_tls_loglevel = 1
smtpd_client_connection_rate_limit = 0
smtpd_client_message_rate_limit = 0
smtpd_error_sleep_time = 0
message_size_limit = {{.SizeLimit}}
mailbox_size_limit = 0
virtual_mailbox_limit = 0
virtual_mailbox_domains ={{range .Mailboxes}} {{domain .}}{{end}}
virtual_mailbox_base = {{.Dir}}/mail
virtual_mailbox_maps = texthash:{{.Dir}}/etc/boxes
virtual_minimum_uid = 1
virtual_uid_maps = static:{{.UID}}
virtual_gid_maps = static:{{.GID}}
`

// masterCF lists the services that taking and delivering mail needs.
const masterCF = `127.0.0.1:{{.Port}} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`

// boxesMap gives each address a Maildir: DOMAIN/LOCAL/.
const boxesMap = `{{range .Mailboxes}}{{.}} {{domain .}}/{{local .}}/
{{end}}`
