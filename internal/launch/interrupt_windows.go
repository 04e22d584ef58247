package launch

import "os"

// interrupt ends the process: Windows has no signal for one without a
// console. The draft is saved while it is written, so little is lost.
func interrupt(p *os.Process) error { return p.Kill() }
