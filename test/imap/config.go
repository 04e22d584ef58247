package imap

// The instance's settings: everything in its own folder, only loopback, no
// login without encryption, and a file of what each conversation said.
const dovecotConf = `base_dir = {{.Dir}}/run
state_dir = {{.Dir}}/run
log_path = {{.Dir}}/log
listen = 127.0.0.1
protocols = imap
ssl = required
ssl_cert = <{{.Dir}}/etc/cert.pem
ssl_key = <{{.Dir}}/etc/key.pem
disable_plaintext_auth = yes
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = 1
mail_location = maildir:~/Maildir
mail_uid = {{.UID}}
mail_gid = {{.GID}}
mail_fsync = never
rawlog_dir = {{.Dir}}/raw
passdb {
  driver = passwd-file
  args = {{.Dir}}/etc/users
}
userdb {
  driver = static
  args = uid={{.UID}} gid={{.GID}} home={{.Dir}}/home
}
service imap-login {
  chroot =
  inet_listener imap {
    port = {{.StartTLS}}
  }
  inet_listener imaps {
    port = {{.TLS}}
    ssl = yes
  }
}
service stats {
  chroot =
}
service anvil {
  chroot =
}
`
