//! Tells whether one set of outcomes is better than another for everyone who likes more, or who also fears risk.

use crate::sample;

/// Stochastic dominance of the first set of outcomes over the second.
///
/// With F the share of outcomes up to x: first order is F₁(x) ≤ F₂(x) for every x, second order is the same for the
/// areas ∫F up to every x; each with a true "less" somewhere. Bailey et al. 2017, section 4.4, compare the selected
/// configuration with the average of all on the bars not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dominance {
    /// Better for everyone who likes more.
    pub first_order: bool,
    /// Better for everyone who likes more and fears risk.
    pub second_order: bool,
}

/// Does the first set of outcomes dominate the second? Neither does when one is empty.
pub fn dominance(first: &[f64], second: &[f64]) -> Dominance {
    let (first, second) = (sample::sorted(first), sample::sorted(second));
    let (n, m) = (first.len() as f64, second.len() as f64);
    let (mut i, mut j) = (0, 0);
    let (mut never_above, mut once_below) = (true, false);
    let (mut area, mut area_never_above, mut area_once_below) = (0.0_f64, true, false);
    let mut gap = 0.0;
    let mut at: Option<f64> = None;
    while let Some(next) = [first.get(i), second.get(j)]
        .into_iter()
        .flatten()
        .copied()
        .reduce(f64::min)
    {
        let step = at.map_or(0.0, |before| next - before);
        area += gap * step;
        // Areas are sums of roundings: what lies within them is no difference.
        let rounding = 1e-12 * (next - first.first().copied().unwrap_or(next)).abs();
        area_never_above &= area <= rounding;
        area_once_below |= area < -rounding;
        i += first[i..].iter().take_while(|x| **x <= next).count();
        j += second[j..].iter().take_while(|x| **x <= next).count();
        gap = i as f64 / n - j as f64 / m;
        never_above &= gap <= 0.0;
        once_below |= gap < 0.0;
        at = Some(next);
    }
    let both = n > 0.0 && m > 0.0;
    let first_order = both && never_above && once_below;
    Dominance {
        first_order,
        // The first implies the second, whatever the rounding says.
        second_order: both && (first_order || (area_never_above && area_once_below)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn orders(first: &[f64], second: &[f64]) -> (bool, bool) {
        let found = dominance(first, second);
        (found.first_order, found.second_order)
    }

    #[test]
    fn more_for_sure_dominates_in_both_orders() {
        assert_eq!(orders(&[2.0, 3.0], &[1.0, 2.0]), (true, true));
        assert_eq!(orders(&[1.0, 2.0], &[2.0, 3.0]), (false, false));
    }

    #[test]
    fn the_same_mean_with_less_spread_dominates_in_the_second_order() {
        assert_eq!(orders(&[2.0, 2.0], &[1.0, 3.0]), (false, true));
        assert_eq!(orders(&[1.0, 3.0], &[2.0, 2.0]), (false, false));
    }

    #[test]
    fn equal_and_empty_sets_dominate_nothing() {
        assert_eq!(orders(&[1.0, 2.0], &[2.0, 1.0]), (false, false));
        assert_eq!(orders(&[], &[1.0]), (false, false));
        assert_eq!(orders(&[1.0], &[]), (false, false));
    }
}
