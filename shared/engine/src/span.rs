//! Lowest and highest of prices, two at a time.

use indicators::lanes::Pair;

/// Lowest and highest of prices; (∞, −∞) of none.
#[inline]
pub(crate) fn span(prices: &[f64]) -> (f64, f64) {
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
    let ([left, right], [more, most]) = (
        low[0].lower(low[1]).parts(),
        high[0].higher(high[1]).parts(),
    );
    let all = (lower(left, right), higher(more, most));
    rest.iter().fold(all, |(low, high), price| {
        (lower(low, *price), higher(high, *price))
    })
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
