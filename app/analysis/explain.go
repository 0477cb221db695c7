package analysis

import (
	"context"
	"errors"

	"tracemark/imaging"
	"tracemark/imaging/explain"
	"tracemark/imaging/surface"
)

// Explanation is what makes a result plain to look at, beyond its cells.
type Explanation struct {
	// Alignment maps where the surfaces agree when they lie on each other; nil where no method found a pose or it lays no
	// measured point on another.
	Alignment *explain.Alignment `json:"alignment,omitempty"`
	// Thresholds are the counts of the registered method under other thresholds.
	Thresholds []explain.Count `json:"thresholds,omitempty"`
	// Filters are the pair's scores under other filters; computed only where asked for.
	Filters []explain.Outcome `json:"filters,omitempty"`
}

// Explain explains the results of a pair, whose surfaces are the prepared ones.
func Explain(ctx context.Context, a, b *surface.Surface, results []imaging.Result) (Explanation, error) {
	var e Explanation
	pose := registered(results)
	for _, r := range results {
		if e.Thresholds == nil {
			e.Thresholds = explain.Thresholds(r, explain.DefaultGrid())
		}
	}
	if pose == nil || a == nil || b == nil {
		return e, nil
	}
	var err error
	if e.Alignment, err = explain.Align(ctx, a, b, *pose, explain.Default()); errors.Is(err, explain.ErrApart) {
		err = nil
	}
	return e, err
}

// registered returns the pose that lays the whole surfaces on each other, any other method's where that was not run.
func registered(results []imaging.Result) *imaging.Pose {
	var pose *imaging.Pose
	for _, r := range results {
		if r.Pose != nil && (pose == nil || r.Method == imaging.MethodRegistered) {
			pose = r.Pose
		}
	}
	return pose
}
