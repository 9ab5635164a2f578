//! What went up and what went down: sums, counts, streaks and extremes of a series, one value at a time.

/// Ups and downs of bar returns; gains and losses are also measured from the risk-free return of a bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sides {
    free: f64,
    /// Returns above 0.
    pub ups: f64,
    /// Returns below 0.
    pub downs: f64,
    /// Sum of the returns above 0.
    pub up_sum: f64,
    /// Sum of the returns below 0, as a positive number.
    pub down_sum: f64,
    /// Sum of the squares of the returns below 0.
    pub down_squares: f64,
    /// Sum of max(r − risk-free, 0).
    pub gained: f64,
    /// Sum of max(risk-free − r, 0).
    pub lost: f64,
    /// Sum of max(risk-free − r, 0)².
    pub lost_squares: f64,
    /// Highest return.
    pub best: f64,
    /// Lowest return.
    pub worst: f64,
    /// Longest row of returns above 0.
    pub up_streak: u32,
    /// Longest row of returns below 0.
    pub down_streak: u32,
    up_now: u32,
    down_now: u32,
}

impl Sides {
    /// Nothing yet; `free` is the risk-free return of a bar.
    pub fn new(free: f64) -> Sides {
        Sides {
            free,
            ups: 0.0,
            downs: 0.0,
            up_sum: 0.0,
            down_sum: 0.0,
            down_squares: 0.0,
            gained: 0.0,
            lost: 0.0,
            lost_squares: 0.0,
            best: f64::NEG_INFINITY,
            worst: f64::INFINITY,
            up_streak: 0,
            down_streak: 0,
            up_now: 0,
            down_now: 0,
        }
    }

    /// All values of a slice, as if pushed; sums run in four lanes, which rounds a little differently.
    pub fn of(values: &[f64], free: f64) -> Sides {
        let mut lanes = [Sides::new(free); 4];
        let (chunks, rest) = values.as_chunks::<4>();
        for chunk in chunks {
            for (lane, value) in lanes.iter_mut().zip(chunk) {
                lane.add(*value);
            }
        }
        let [mut sides, others @ ..] = lanes;
        others.iter().for_each(|other| sides.merge(other));
        rest.iter().for_each(|value| sides.add(*value));
        if free == 0.0 {
            (sides.gained, sides.lost) = (sides.up_sum, sides.down_sum);
            sides.lost_squares = sides.down_squares;
        } else {
            values.iter().for_each(|value| sides.add_excess(*value));
        }
        values.iter().for_each(|value| sides.count_streaks(*value));
        sides
    }

    fn merge(&mut self, other: &Sides) {
        self.ups += other.ups;
        self.downs += other.downs;
        self.up_sum += other.up_sum;
        self.down_sum += other.down_sum;
        self.down_squares += other.down_squares;
        self.best = self.best.max(other.best);
        self.worst = self.worst.min(other.worst);
    }

    /// One value more.
    pub fn push(&mut self, value: f64) {
        self.add(value);
        self.add_excess(value);
        self.count_streaks(value);
    }

    /// No branch depends on the value: the direction of a return can't be guessed, neither by a processor.
    fn add(&mut self, value: f64) {
        let (rise, fall) = (value.max(0.0), (-value).max(0.0));
        self.ups += if value > 0.0 { 1.0 } else { 0.0 };
        self.downs += if value < 0.0 { 1.0 } else { 0.0 };
        self.up_sum += rise;
        self.down_sum += fall;
        self.down_squares += fall * fall;
        self.best = if value > self.best { value } else { self.best };
        self.worst = if value < self.worst {
            value
        } else {
            self.worst
        };
    }

    fn add_excess(&mut self, value: f64) {
        let excess = value - self.free;
        let short = (-excess).max(0.0);
        self.gained += excess.max(0.0);
        self.lost += short;
        self.lost_squares += short * short;
    }

    fn count_streaks(&mut self, value: f64) {
        // All ones to keep a streak, all zeros to end it.
        let keep = |yes: bool| 0_u32.wrapping_sub(u32::from(yes));
        self.up_now = (self.up_now + 1) & keep(value > 0.0);
        self.down_now = (self.down_now + 1) & keep(value < 0.0);
        self.up_streak = self.up_streak.max(self.up_now);
        self.down_streak = self.down_streak.max(self.down_now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_bar_ends_both_streaks() {
        let mut sides = Sides::new(0.0);
        for value in [1.0, 2.0, 0.0, 3.0, -1.0, -2.0, -3.0, 0.0, -1.0] {
            sides.push(value);
        }
        assert_eq!((sides.up_streak, sides.down_streak), (2, 3));
        assert_eq!(
            (sides.ups, sides.downs, sides.up_sum, sides.down_sum),
            (3.0, 4.0, 6.0, 7.0)
        );
        assert_eq!((sides.best, sides.worst), (3.0, -3.0));
    }

    #[test]
    fn a_slice_gives_what_its_values_give_one_by_one() {
        let values = [0.5, -0.25, 0.125, 1.0, -2.0, -0.5, 0.0, 0.75, 3.0];
        let mut one_by_one = Sides::new(0.25);
        values.iter().for_each(|value| one_by_one.push(*value));
        // Binary fractions add up without rounding.
        assert_eq!(Sides::of(&values, 0.25), one_by_one);
    }

    #[test]
    fn gains_are_measured_from_the_risk_free_return() {
        let mut sides = Sides::new(0.5);
        sides.push(1.0);
        sides.push(0.25);
        assert_eq!(
            (sides.gained, sides.lost, sides.lost_squares),
            (0.5, 0.25, 0.0625)
        );
    }
}
