//! The exponential average behind EMA and Wilder's average: each value moves it a part of the way.

use crate::lanes::Pair;
use std::array;

/// a ← a + (x − a)·w, seeded with the mean of the first values.
///
/// Written so and not as w·x + (1 − w)·a, so that values that stand still leave it exactly where it is.
#[derive(Clone, Debug)]
pub struct Exponential {
    seed: usize,
    weight: f64,
    seen: usize,
    value: f64,
}

impl Exponential {
    /// An average that starts as the mean of `seed` values, 0 counting as 1, and then goes by `weight`.
    pub fn new(seed: usize, weight: f64) -> Exponential {
        Exponential {
            seed: seed.max(1),
            weight,
            seen: 0,
            value: 0.0,
        }
    }

    /// Wilder's running average: weight 1 ÷ n after the mean of n values. Source: Wilder, "New Concepts in Technical
    /// Trading Systems", 1978; seeding as TA-Lib.
    pub fn wilder(period: usize) -> Exponential {
        Exponential::new(period, 1.0 / period.max(1) as f64)
    }

    /// Takes a value in; gives the average, NaN before there are enough.
    #[inline]
    pub fn push(&mut self, value: f64) -> f64 {
        if self.seen < self.seed {
            self.seen += 1;
            self.value += value;
            if self.seen < self.seed {
                return f64::NAN;
            }
            self.value /= self.seed as f64;
        } else {
            self.value += (value - self.value) * self.weight;
        }
        self.value
    }

    /// As [`push`](Exponential::push), but a value that is missing gives none and is not taken in.
    #[inline]
    pub fn step(&mut self, value: f64) -> f64 {
        if value.is_nan() {
            return f64::NAN;
        }
        self.push(value)
    }

    /// Has it its seed?
    fn has_begun(&self) -> bool {
        self.seen >= self.seed
    }
}

/// An average and the column it fills.
pub type Filled<'a> = (&'a mut Exponential, &'a mut [f64]);

/// Takes averages through one column together, each bit for bit as it goes alone; NaN in, NaN out, and nothing kept of it.
///
/// Each value of an average waits for the one before, some ten cycles in which others have their turn.
pub fn side_by_side(averages: &mut [Filled<'_>], column: &[f64]) {
    let (eights, rest) = averages.as_chunks_mut();
    eights
        .iter_mut()
        .for_each(|eight| together::<8, 4>(eight, column));
    let (fours, rest) = rest.as_chunks_mut();
    fours
        .iter_mut()
        .for_each(|four| together::<4, 2>(four, column));
    let (twos, rest) = rest.as_chunks_mut();
    twos.iter_mut()
        .for_each(|two| together::<2, 1>(two, column));
    for (average, into) in rest {
        for (into, value) in into.iter_mut().zip(column) {
            *into = average.step(*value);
        }
    }
}

/// So many of them, in half as many pairs.
#[inline(always)]
fn together<const ALL: usize, const PAIRS: usize>(
    averages: &mut [Filled<'_>; ALL],
    column: &[f64],
) {
    let filled = averages.iter().map(|(_, into)| into.len());
    let rows = filled.fold(column.len(), usize::min);
    let mut begun = 0;
    // One by one until each has its seed.
    while begun < rows && averages.iter().any(|(average, _)| !average.has_begun()) {
        for (average, into) in &mut *averages {
            into[begun] = average.step(column[begun]);
        }
        begun += 1;
    }
    let pair = |of: fn(&Exponential) -> f64, averages: &[Filled<'_>; ALL], pair: usize| {
        Pair::of([of(averages[2 * pair].0), of(averages[2 * pair + 1].0)])
    };
    let weights: [Pair; PAIRS] = array::from_fn(|of| pair(|one| one.weight, averages, of));
    let mut values: [Pair; PAIRS] = array::from_fn(|of| pair(|one| one.value, averages, of));
    {
        // Equal lengths, known before the loop, spare the checks inside it.
        let column = &column[begun..rows];
        let mut into = averages.each_mut().map(|(_, into)| &mut into[begun..rows]);
        for row in 0..column.len() {
            let value = column[row];
            if value.is_nan() {
                into.iter_mut().for_each(|into| into[row] = f64::NAN);
                continue;
            }
            let value = Pair::both(value);
            for (pair, (now, weight)) in values.iter_mut().zip(&weights).enumerate() {
                *now = *now + (value - *now) * *weight;
                let [first, second] = now.parts();
                into[2 * pair][row] = first;
                into[2 * pair + 1][row] = second;
            }
        }
    }
    for (pair, values) in values.iter().enumerate() {
        let [first, second] = values.parts();
        averages[2 * pair].0.value = first;
        averages[2 * pair + 1].0.value = second;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::random::Random;

    #[test]
    fn begins_with_a_mean_and_then_moves_a_part_of_the_way() {
        // Period 4: mean of 1, 2, 3, 6 is 3; then a quarter of the way to 7 is 4.
        let mut average = Exponential::wilder(4);
        for value in [1.0, 2.0, 3.0] {
            assert!(average.push(value).is_nan());
        }
        assert_eq!(average.push(6.0), 3.0);
        assert_eq!(average.push(7.0), 4.0);
    }

    #[test]
    fn averages_side_by_side_are_what_each_is_alone() {
        let mut random = Random::named(3, "side by side", 0);
        let rows = 700;
        let column: Vec<f64> = (0..rows)
            .map(|row| match random.chance(0.02) && row > 20 {
                true => f64::NAN,
                false => 100.0 + random.normal(),
            })
            .collect();
        // From none to sixteen: eights, fours, twos and one alone.
        for count in 0..17 {
            let fresh =
                || (0..count).map(|one| Exponential::new(1 + 13 * one, 0.5 / (1.0 + one as f64)));
            let mut alone: Vec<Exponential> = fresh().collect();
            let mut together = alone.clone();
            let mut filled = vec![vec![0.0; rows]; count];
            // In pieces that cut the seeds, as tiles of time do.
            for part in [0..5, 5..64, 64..65, 65..rows] {
                let outputs = filled.iter_mut().map(|into| &mut into[part.clone()]);
                let mut averages: Vec<Filled<'_>> = together.iter_mut().zip(outputs).collect();
                side_by_side(&mut averages, &column[part]);
            }
            for (one, filled) in alone.iter_mut().zip(&filled) {
                for (row, value) in column.iter().enumerate() {
                    let want = one.step(*value);
                    assert_eq!(
                        filled[row].to_bits(),
                        want.to_bits(),
                        "row {row} of {count}"
                    );
                }
            }
        }
    }
}
