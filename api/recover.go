package api

import (
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"

	"github.com/go-chi/chi/v5/middleware"
)

// recover turns a panic into a 500, or cuts the connection if the answer had
// begun: an answer that stops short must not look whole.
func (s *server) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(cause)
			}
			s.Logger.Error("panic", "request_id", requestID(w), "route", routeOf(r), "cause", describePanic(cause), "stack", string(debug.Stack()))
			if counted, ok := w.(middleware.WrapResponseWriter); ok && counted.Status() != 0 {
				panic(http.ErrAbortHandler)
			}
			forget(w.Header())
			s.sendProblem(w, r, errors.New("panic"))
		}()
		next.ServeHTTP(w, r)
	})
}

// describePanic says what a runtime error is, and of anything else its type
// only: its text might hold a position or a name.
func describePanic(cause any) string {
	if err, ok := cause.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", cause)
}
