package oauth

import (
	"crypto/rand"
	"html/template"
	"net"
	"net/http"
)

func listenTCP(network, address string) (net.Listener, error) { return net.Listen(network, address) }

// pageText is the page that ends a sign-in in the browser. Nothing on it
// comes from the request.
const pageText = `<!doctype html>
<html lang="{{.Lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}} – Ticket++</title>
<style nonce="{{.Nonce}}">
:root { color-scheme: light dark }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 17px/1.5 system-ui, sans-serif;
  background: light-dark(#f3f5f7, #1c2126); color: light-dark(#1d2733, #e4e8ec) }
main { max-width: 30em; margin: 2em; padding: 2em 2.5em; border-radius: 10px;
  background: light-dark(#fff, #262c33); border: 1px solid light-dark(#d7dde3, #39424b) }
h1 { font-size: 1.35em; margin: 0 0 .4em } p { margin: 0; color: light-dark(#55616e, #a7b1bc) }
</style>
</head>
<body><main><h1>{{.Title}}</h1><p>{{.Text}}</p></main></body>
</html>
`

// page writes one of the pages: "done", "denied", "failed", "stray".
func (a *attempt) page(w http.ResponseWriter, status int, key string) {
	nonce := rand.Text()
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'nonce-"+nonce+"'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	words := a.Words
	if words == nil {
		words = func(key string) string { return key }
	}
	// A browser that is gone needs no page.
	_ = template.Must(template.New("page").Parse(pageText)).Execute(w, map[string]string{
		"Lang": a.Lang, "Nonce": nonce,
		"Title": words("signin.page." + key + ".title"), "Text": words("signin.page." + key + ".text"),
	})
}
