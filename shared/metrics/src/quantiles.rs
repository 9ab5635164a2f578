//! Both tails of a series, from one copy that is put in order only where it matters.

/// The outer returns that value at risk, its average and the tail ratio are made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantiles {
    /// The worst 1 %.
    pub one: Tail,
    /// The worst 5 %.
    pub five: Tail,
    /// 95 % quantile.
    pub ninety_five: f64,
}

/// One lower tail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tail {
    /// The quantile, interpolated linearly at position (n − 1)·p as numpy does.
    pub quantile: f64,
    /// Mean of all values up to the quantile.
    pub mean: f64,
    /// Mean of the ⌊(n − 1)·p⌋ + 1 lowest values, as empyrical counts them.
    pub mean_by_count: f64,
}

impl Quantiles {
    /// `None` for an empty series. Values must be finite.
    pub fn of(values: &[f64]) -> Option<Quantiles> {
        if values.is_empty() {
            return None;
        }
        let mut values = values.to_vec();
        let last = values.len() - 1;
        let low = position(last, 0.05).0 + 1;
        if low < last {
            values.select_nth_unstable_by(low, f64::total_cmp);
        }
        let low = low.min(last);
        values[..=low].sort_unstable_by(f64::total_cmp);
        let (below, between) = position(last, 0.95);
        if below > low {
            values[low + 1..].select_nth_unstable_by(below - low - 1, f64::total_cmp);
        } else {
            // So few values that the tails touch.
            values.sort_unstable_by(f64::total_cmp);
        }
        let next = values[below + 1..].iter().copied().reduce(f64::min);
        let ninety_five = mix(values[below], next.unwrap_or(values[below]), between);
        Some(Quantiles {
            one: tail(&values, low, 0.01),
            five: tail(&values, low, 0.05),
            ninety_five,
        })
    }
}

/// The lower tail of values of which those up to `sorted` are in order and the others not below them.
fn tail(values: &[f64], sorted: usize, share: f64) -> Tail {
    let (at, between) = position(values.len() - 1, share);
    let next = values[(at + 1).min(sorted)];
    let quantile = mix(values[at], next, between);
    let counted: f64 = values[..=at].iter().sum();
    let (mut total, mut count) = (counted, at + 1);
    // Values equal to the quantile belong to it wherever they stand.
    if next <= quantile {
        for value in &values[at + 1..] {
            if *value <= quantile {
                total += value;
                count += 1;
            }
        }
    }
    Tail {
        quantile,
        mean: total / count as f64,
        mean_by_count: counted / (at + 1) as f64,
    }
}

/// Index below position last·share, and how far the position lies beyond it.
fn position(last: usize, share: f64) -> (usize, f64) {
    let exact = last as f64 * share;
    (exact.floor() as usize, exact - exact.floor())
}

fn mix(low: f64, high: f64, between: f64) -> f64 {
    if between == 0.0 {
        low
    } else {
        low + (high - low) * between
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn of_0_to_100_the_percentiles_are_themselves() {
        let values: Vec<f64> = (0..=100).rev().map(f64::from).collect();
        let got = Quantiles::of(&values).unwrap();
        assert_eq!(
            (got.one.quantile, got.five.quantile, got.ninety_five),
            (1.0, 5.0, 95.0)
        );
        assert_eq!((got.one.mean, got.five.mean), (0.5, 2.5));
    }

    #[test]
    fn ties_at_the_quantile_all_count() {
        let got = Quantiles::of(&[-1.0; 10]).unwrap();
        assert_eq!(
            (got.five.quantile, got.five.mean, got.ninety_five),
            (-1.0, -1.0, -1.0)
        );
    }

    proptest! {
        #[test]
        fn a_partial_order_gives_the_same_as_a_sort(values in prop::collection::vec(-9_i32..9, 1..300)) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let got = Quantiles::of(&values).unwrap();
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            for (share, quantile) in [(0.01, got.one.quantile), (0.05, got.five.quantile), (0.95, got.ninety_five)] {
                let exact = (sorted.len() - 1) as f64 * share;
                let (low, high) = (sorted[exact.floor() as usize], sorted[exact.ceil() as usize]);
                prop_assert!((low + (high - low) * (exact - exact.floor()) - quantile).abs() < 1e-12);
            }
            for tail in [got.one, got.five] {
                let below: Vec<f64> = sorted.iter().copied().filter(|v| *v <= tail.quantile).collect();
                prop_assert!((below.iter().sum::<f64>() / below.len() as f64 - tail.mean).abs() < 1e-12);
            }
        }
    }
}
