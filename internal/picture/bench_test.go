package picture

import (
	"bytes"
	"fmt"
	"testing"

	"ticketpp/test/scene"
)

func BenchmarkEncodePNG(b *testing.B) {
	for _, size := range [][2]int{{1920, 1080}, {3840, 2160}} {
		img := scene.Desktop(size[0], size[1])
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			var out bytes.Buffer
			for b.Loop() {
				out.Reset()
				if err := EncodePNG(&out, img); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(out.Len()), "bytes")
		})
	}
}
