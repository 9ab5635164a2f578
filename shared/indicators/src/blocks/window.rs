//! The last n values of a series, in a ring that is made once.

/// The last `period` values.
#[derive(Clone, Debug)]
pub struct Window {
    ring: Vec<f64>,
    next: usize,
    seen: usize,
}

impl Window {
    /// A window of `period` values; 0 counts as 1.
    pub fn new(period: usize) -> Window {
        Window {
            ring: vec![0.0; period.max(1)],
            next: 0,
            seen: 0,
        }
    }

    /// Takes a value in; gives the one that leaves, once the window was full.
    #[inline]
    pub fn push(&mut self, value: f64) -> Option<f64> {
        let leaving = std::mem::replace(&mut self.ring[self.next], value);
        self.next += 1;
        if self.next == self.ring.len() {
            self.next = 0;
        }
        if self.seen < self.ring.len() {
            self.seen += 1;
            None
        } else {
            Some(leaving)
        }
    }

    /// Takes values in, one after the other.
    pub fn push_all(&mut self, values: &[f64]) {
        let period = self.ring.len();
        if self.next == 0 && !values.is_empty() && values.len().is_multiple_of(period) {
            self.ring.copy_from_slice(&values[values.len() - period..]);
            self.seen = self.ring.len();
            return;
        }
        for &value in values {
            self.push(value);
        }
    }

    /// How many values fit.
    pub fn period(&self) -> usize {
        self.ring.len()
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.seen
    }

    /// Is there none yet?
    pub fn is_empty(&self) -> bool {
        self.seen == 0
    }

    /// Are all places taken?
    pub fn is_full(&self) -> bool {
        self.seen == self.ring.len()
    }

    /// Has the ring just gone round? True at every `period`-th value: a good moment to make running sums afresh.
    #[inline]
    pub fn is_whole_turn(&self) -> bool {
        self.next == 0
    }

    /// The value `bars` back, 0 being the newest; `None` when the window doesn't reach so far.
    pub fn back(&self, bars: usize) -> Option<f64> {
        if bars >= self.seen {
            return None;
        }
        let from_end = self.next + self.ring.len() - 1 - bars;
        let place = if from_end >= self.ring.len() {
            from_end - self.ring.len()
        } else {
            from_end
        };
        self.ring.get(place).copied()
    }

    /// The oldest value, once the window is full.
    pub fn oldest(&self) -> Option<f64> {
        self.is_full().then(|| self.ring[self.next])
    }

    /// The values there are, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = f64> + '_ {
        let start = if self.is_full() { self.next } else { 0 };
        let (late, early) = self.ring[..self.seen.max(start)].split_at(start);
        early.iter().chain(late).copied()
    }

    /// The values in no particular order, for sums whose order is fixed by the ring itself.
    pub fn as_slice(&self) -> &[f64] {
        &self.ring[..self.seen]
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.next = 0;
        self.seen = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_last_values_in_order() {
        let mut window = Window::new(3);
        assert_eq!(window.oldest(), None);
        assert_eq!((window.push(1.0), window.push(2.0)), (None, None));
        assert_eq!(window.iter().collect::<Vec<_>>(), [1.0, 2.0]);
        assert_eq!(
            (window.back(0), window.back(1), window.back(2)),
            (Some(2.0), Some(1.0), None)
        );
        assert_eq!((window.push(3.0), window.push(4.0)), (None, Some(1.0)));
        assert_eq!(window.iter().collect::<Vec<_>>(), [2.0, 3.0, 4.0]);
        assert_eq!((window.back(0), window.back(2)), (Some(4.0), Some(2.0)));
        assert_eq!(window.oldest(), Some(2.0));
        window.clear();
        assert!(window.is_empty() && window.iter().next().is_none());
    }
}
