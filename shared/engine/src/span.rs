//! Lowest and highest of prices, two at a time.

use indicators::lanes::Pair;

/// Lowest and highest of prices, the highest turned below zero: then one instruction keeps both, and no comparison of two
/// prices becomes a branch that nobody can predict.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span(Pair);

impl Span {
    /// Of these prices; (∞, −∞) of none.
    #[inline]
    pub(crate) fn of(prices: &[f64]) -> Span {
        let mut low = [Pair::both(f64::INFINITY); 2];
        let mut high = [Pair::both(f64::NEG_INFINITY); 2];
        let (pairs, rest) = prices.as_chunks::<2>();
        let (chunks, pair) = pairs.as_chunks::<2>();
        for [front, back] in chunks {
            let (front, back) = (Pair::load(front), Pair::load(back));
            low = [low[0].lower(front), low[1].lower(back)];
            high = [high[0].higher(front), high[1].higher(back)];
        }
        for pair in pair {
            let pair = Pair::load(pair);
            low[0] = low[0].lower(pair);
            high[0] = high[0].higher(pair);
        }
        let low = low[0].lower(low[1]);
        let below = Pair::both(0.0) - high[0].higher(high[1]);
        let all = Span(low.firsts(below).lower(low.seconds(below)));
        rest.iter()
            .fold(all, |all, price| all.and(Span(Pair::of([*price, -*price]))))
    }

    /// Of the prices of both.
    #[inline]
    pub(crate) fn and(self, other: Span) -> Span {
        Span(self.0.lower(other.0))
    }

    /// The lowest and the highest.
    #[inline]
    pub(crate) fn ends(self) -> (f64, f64) {
        let [low, below] = self.0.parts();
        (low, -below)
    }
}

/// Lowest and highest of prices; (∞, −∞) of none.
#[inline]
pub(crate) fn span(prices: &[f64]) -> (f64, f64) {
    Span::of(prices).ends()
}

/// The lowest of prices; ∞ of none.
#[inline]
pub(crate) fn lowest(prices: &[f64]) -> f64 {
    only(prices, f64::INFINITY, Pair::lower)
}

/// The highest of prices; −∞ of none.
#[inline]
pub(crate) fn highest(prices: &[f64]) -> f64 {
    only(prices, f64::NEG_INFINITY, Pair::higher)
}

#[inline(always)]
fn only(prices: &[f64], none: f64, law: impl Fn(Pair, Pair) -> Pair) -> f64 {
    let mut sides = [Pair::both(none); 2];
    let (fours, rest) = prices.as_chunks::<4>();
    for four in fours {
        let pairs = four.as_chunks::<2>().0.iter();
        for (side, pair) in sides.iter_mut().zip(pairs) {
            *side = law(*side, Pair::load(pair));
        }
    }
    let all = law(sides[0], sides[1]);
    let all = rest
        .iter()
        .fold(all, |all, price| law(all, Pair::both(*price)));
    let [one, _] = law(all, all.seconds(all)).parts();
    one
}

/// One instruction each, where `f64::min` needs several to care for NaN.
#[inline]
pub(crate) fn lower(left: f64, right: f64) -> f64 {
    if right < left { right } else { left }
}

#[inline]
pub(crate) fn higher(left: f64, right: f64) -> f64 {
    if right > left { right } else { left }
}
