//! The one equation behind every quantile: where the logarithm of a tail reaches a wanted value.

/// Most steps that are worth taking; Newton on the logarithm of a tail needs about ten.
const STEPS: usize = 400;

/// The logarithm of a tail and its slope at a place.
pub(super) struct Tail {
    pub ln_probability: f64,
    pub slope: f64,
}

/// The place in [low, high] where a rising or falling tail reaches `ln_wanted`, found by Newton steps that
/// fall back to halving the bracket. In logarithms tails are nearly straight, so the steps hardly ever fall back.
pub(super) fn place_of(
    ln_wanted: f64,
    start: f64,
    (mut low, mut high): (f64, f64),
    tail: impl Fn(f64) -> Tail,
) -> f64 {
    let mut place = start.clamp(low, high);
    for _ in 0..STEPS {
        let here = tail(place);
        let miss = here.ln_probability - ln_wanted;
        if miss == 0.0 {
            return place;
        }
        // Where the tail is exactly 0 or 1 it has no usable slope: which way it lies is then told by the ends.
        let rising = if here.slope.is_finite() && here.slope != 0.0 {
            here.slope > 0.0
        } else {
            tail(low).ln_probability < tail(high).ln_probability
        };
        if (miss < 0.0) == rising {
            low = place;
        } else {
            high = place;
        }
        let newton = place - miss / here.slope;
        let next = if newton > low && newton < high {
            newton
        } else {
            0.5 * (low + high)
        };
        if (next - place).abs() <= f64::EPSILON * place.abs() {
            return next;
        }
        place = next;
    }
    place
}
