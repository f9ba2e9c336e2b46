//go:build !unix

package made

import "time"

func cpuTime() time.Duration { return 0 }
