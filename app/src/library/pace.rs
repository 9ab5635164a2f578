//! How a worker practises what it may be asked next: in short steps, and none of them while somebody is served.

/// Steps in all, the first of which only packs what is read in the others.
const STEPS: u32 = 13;
/// Readings in a step. The first one is alone: the browser has to put all of it into code.
const READINGS: u32 = 4;

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Pack the bars to practise on.
    Pack,
    /// Read them so often.
    Read(u32),
    /// Nothing more.
    Leave,
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pace(u32);

impl Pace {
    /// The next step. Where somebody is served it was the last: what is asked is practice enough, and comes first.
    pub fn next(&mut self, serving: bool) -> Next {
        let step = self.0;
        self.0 = if serving { STEPS } else { step + 1 };
        match step {
            _ if serving || step >= STEPS => Next::Leave,
            0 => Next::Pack,
            1 => Next::Read(1),
            _ => Next::Read(READINGS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_packs_reads_once_reads_more_and_ends() {
        let mut pace = Pace::default();
        assert_eq!(pace.next(false), Next::Pack);
        assert_eq!(pace.next(false), Next::Read(1));
        for _ in 2..STEPS {
            assert_eq!(pace.next(false), Next::Read(READINGS));
        }
        assert_eq!(pace.next(false), Next::Leave);
    }

    #[test]
    fn a_question_ends_it_whenever_it_comes() {
        for before in 0..STEPS {
            let mut pace = Pace::default();
            for _ in 0..before {
                pace.next(false);
            }
            assert_eq!(pace.next(true), Next::Leave, "after {before} steps");
            assert_eq!(pace.next(false), Next::Leave, "and it doesn't come back");
        }
    }
}
