package analysis

import (
	"context"
	"errors"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/explain"
	"tracemark/imaging/surface"
)

// Explain explains the results of a pair, whose surfaces are the prepared ones.
func Explain(ctx context.Context, a, b *surface.Surface, results []imaging.Result) (casefile.Explanation, error) {
	var e casefile.Explanation
	pose := RegisteredPose(results)
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

// RegisteredPose returns the pose that lays the whole surfaces on each other, any other method's where that was not run.
func RegisteredPose(results []imaging.Result) *imaging.Pose {
	var pose *imaging.Pose
	for _, r := range results {
		if r.Pose != nil && (pose == nil || r.Method == imaging.MethodRegistered) {
			pose = r.Pose
		}
	}
	return pose
}
