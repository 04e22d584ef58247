// Package picture makes files of pictures and pictures of files: PNG as small
// as a tenth of a second allows, smaller forms for a mail that is too large,
// and a reader for pasted and dropped pictures that takes nothing but their
// pixels. It knows no screen, no ticket and no window.
package picture
