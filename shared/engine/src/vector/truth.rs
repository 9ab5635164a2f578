//! Three-valued truth over time: for every bar yes, no, or not known yet, by the laws of Kleene.

use crate::vector::bits::Bits;
use crate::vector::compare;
use std::ops::Range;

/// A condition over all bars. A row that isn't known holds neither the condition nor its opposite.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Truth {
    holds: Bits,
    known: Bits,
}

impl Truth {
    /// A condition that holds at these rows and is known at those; where it isn't known it doesn't hold.
    pub fn new(holds: &Bits, known: Bits) -> Truth {
        Truth {
            holds: known.and(holds),
            known,
        }
    }

    /// The same answer at every row.
    pub fn always(rows: usize, holds: bool) -> Truth {
        Truth {
            holds: if holds {
                Bits::all(rows)
            } else {
                Bits::none(rows)
            },
            known: Bits::all(rows),
        }
    }

    /// Where one of these holds and where the other does; known where one of both does.
    fn of_sides(holds: Bits, fails: &Bits) -> Truth {
        Truth {
            known: holds.or(fails),
            holds,
        }
    }

    /// Is left above right? Known where both have a value.
    pub fn above(left: &[f64], right: &[f64]) -> Truth {
        Truth {
            holds: compare::above(left, right),
            known: compare::known(left).and(&compare::known(right)),
        }
    }

    /// The same where it is known already which rows have both values.
    pub fn above_where(left: &[f64], right: &[f64], known: Bits) -> Truth {
        Truth {
            holds: compare::above(left, right),
            known,
        }
    }

    /// Left above right, and right above left, where it is known already which rows have both values.
    pub fn apart_where(left: &[f64], right: &[f64], known: Bits) -> (Truth, Truth) {
        let (above, below) = compare::apart(left, right);
        let of = |holds: Bits, known: Bits| Truth { holds, known };
        (of(above, known.clone()), of(below, known))
    }

    /// Is the column above a number?
    pub fn above_number(column: &[f64], number: f64) -> Truth {
        Truth::new(
            &compare::above_number(column, number),
            Truth::number_known(column, number),
        )
    }

    /// Is the column below a number?
    pub fn below_number(column: &[f64], number: f64) -> Truth {
        Truth::new(
            &compare::below_number(column, number),
            Truth::number_known(column, number),
        )
    }

    fn number_known(column: &[f64], number: f64) -> Bits {
        match number.is_nan() {
            true => Bits::none(column.len()),
            false => compare::known(column),
        }
    }

    /// Did left go above right with this bar? See `turns`.
    pub fn crosses_above(left: &[f64], right: &[f64]) -> Truth {
        Truth::above(left, right).turns()
    }

    /// Rows where it holds.
    pub fn holds(&self) -> &Bits {
        &self.holds
    }

    /// Rows where it is known whether it holds.
    pub fn known(&self) -> &Bits {
        &self.known
    }

    /// Rows where it is known not to hold.
    pub fn fails(&self) -> Bits {
        self.known.and_not(&self.holds)
    }

    /// Both; one that is known not to hold decides alone.
    pub fn and(&self, other: &Truth) -> Truth {
        let fails = self.fails().or(&other.fails());
        Truth::of_sides(self.holds.and(&other.holds), &fails)
    }

    /// One or both; one that holds decides alone.
    pub fn or(&self, other: &Truth) -> Truth {
        let fails = self.fails().and(&other.fails());
        Truth::of_sides(self.holds.or(&other.holds), &fails)
    }

    /// The opposite, known where this is.
    pub fn not(&self) -> Truth {
        Truth {
            holds: self.fails(),
            known: self.known.clone(),
        }
    }

    /// Holds now and was known not to hold one bar ago; known where both bars are, so never at row 0.
    pub fn turns(&self) -> Truth {
        let (holds, known) = Bits::turned(&self.holds, &self.known);
        Truth { holds, known }
    }

    /// The same from the first of these rows on; rows count from there.
    pub(super) fn part(&self, rows: Range<usize>) -> Truth {
        Truth {
            holds: self.holds.part(rows.clone()),
            known: self.known.part(rows),
        }
    }

    /// Has it held at each of the last `bars` bars, this one included? One bar at which it is known not to hold decides.
    pub fn for_bars(&self, bars: usize) -> Truth {
        let holds = self.holds.clone().each_of_last(bars);
        Truth::of_sides(holds, &self.fails().any_of_last(bars))
    }

    /// Has it held at one of the last `bars` bars, this one included? One bar at which it holds decides.
    pub fn within(&self, bars: usize) -> Truth {
        let holds = self.holds.clone().any_of_last(bars);
        Truth::of_sides(holds, &self.fails().each_of_last(bars))
    }

    /// What was true so many bars ago; not known before the first bar.
    pub fn lag(&self, bars: usize) -> Truth {
        Truth {
            holds: self.holds.clone().later(bars),
            known: self.known.clone().later(bars),
        }
    }
}
