//! Conditions over columns: for all rows at once, or for one stretch after another without ever holding the whole.

use super::{Column, NeedsPosition, Sheet};
use crate::vector::bits::WORD;
use crate::vector::{Bits, Truth};
use std::ops::Range;
use std::rc::Rc;
use strategies::Program;
use strategies::program::{Slot, Work};

/// A condition over these rows, the first of which must begin a word; `None` if the work isn't one of columns of the same bars.
pub(super) fn condition<'a>(
    work: &Work,
    rows: &Range<usize>,
    get: impl Fn(&Slot) -> Column<'a>,
) -> Option<Truth> {
    let truth = |slot: &Slot| truth_of(&get(slot), rows.len());
    let fold = |slots: &[Slot], law: fn(&Truth, &Truth) -> Truth| {
        let mut truths = slots.iter().map(truth);
        let first = truths.next().unwrap_or_default();
        truths.fold((*first).clone(), |done, next| law(&done, &next))
    };
    Some(match work {
        Work::Always => Truth::always(rows.len(), true),
        Work::Above(left, right) => above(&get(left), &get(right), rows),
        Work::CrossesAbove(left, right) => above(&get(left), &get(right), rows).turns(),
        Work::All(slots) => fold(slots, Truth::and),
        Work::Any(slots) => fold(slots, Truth::or),
        Work::Not(of) => truth(of).not(),
        Work::ForBars(of, bars) => truth(of).for_bars(*bars as usize),
        Work::Within(of, bars) => truth(of).within(*bars as usize),
        _ => return None,
    })
}

/// The conditions of a program on the first symbol, kept as questions until somebody asks about a stretch of its bars.
pub struct Conditions<'a> {
    steps: Vec<Step<'a>>,
    /// Bars before a stretch that it depends on.
    reach: usize,
}

enum Step<'a> {
    There(Column<'a>),
    Asked(Work),
    /// The same of two numbers as the later condition, the other way round: both from one reading.
    BothWays {
        left: Slot,
        right: Slot,
        crosses: bool,
        other: usize,
    },
}

/// What holds in a stretch of bars.
pub struct Stretch<'a> {
    first: usize,
    columns: Vec<Option<Column<'a>>>,
}

impl<'a> Conditions<'a> {
    /// Computes the numbers a program's conditions read.
    pub fn new(program: &Program, sheet: &mut Sheet<'a>) -> Result<Conditions<'a>, NeedsPosition> {
        let asked = asked(program);
        let places = sheet.add_some(program, |index| !asked.get(index).is_some_and(|one| *one))?;
        let mut reaches = vec![0; places.len()];
        let mut steps = Vec::with_capacity(places.len());
        for (index, (one, place)) in program.slots.iter().zip(places).enumerate() {
            if !asked[index] {
                let column = sheet.column(place, 0).cloned();
                steps.push(Step::There(column.unwrap_or(Column::Number(f64::NAN))));
                continue;
            }
            let inputs = one.work.inputs();
            let inputs = inputs.iter().filter_map(|slot| reaches.get(slot.index()));
            let own = match one.work {
                Work::CrossesAbove(..) => 1,
                Work::ForBars(_, bars) | Work::Within(_, bars) => bars as usize,
                _ => 0,
            };
            reaches[index] = own + inputs.copied().max().unwrap_or(0);
            let other = program.slots.iter().enumerate().skip(index + 1);
            let mut other = other.filter(|(other, _)| asked[*other]);
            steps.push(match one.work {
                Work::Above(left, right) | Work::CrossesAbove(left, right) => {
                    let crosses = matches!(one.work, Work::CrossesAbove(..));
                    let turned = if crosses {
                        Work::CrossesAbove(right, left)
                    } else {
                        Work::Above(right, left)
                    };
                    match other.find(|(_, other)| other.work == turned) {
                        Some((other, _)) => Step::BothWays {
                            left,
                            right,
                            crosses,
                            other,
                        },
                        None => Step::Asked(one.work.clone()),
                    }
                }
                _ => Step::Asked(one.work.clone()),
            });
        }
        Ok(Conditions {
            steps,
            reach: reaches.into_iter().max().unwrap_or(0),
        })
    }

    /// What holds in these rows.
    pub fn stretch(&self, rows: Range<usize>) -> Stretch<'a> {
        let first = rows.start.saturating_sub(self.reach) / WORD * WORD;
        let rows = first..rows.end;
        let mut columns: Vec<Option<Column<'a>>> = vec![None; self.steps.len()];
        for (index, step) in self.steps.iter().enumerate() {
            let get = |slot: &Slot| self.get(&columns, *slot);
            let truth = match step {
                Step::There(Column::Truth(truth)) => Some(truth.part(rows.clone())),
                Step::There(_) => None,
                Step::Asked(_) if columns[index].is_some() => continue,
                Step::Asked(work) => condition(work, &rows, get),
                Step::BothWays {
                    left,
                    right,
                    crosses,
                    other,
                } => {
                    let (mut above, mut below) = both_ways(&get(left), &get(right), &rows);
                    if *crosses {
                        (above, below) = (above.turns(), below.turns());
                    }
                    columns[*other] = Some(Column::Truth(Rc::new(below)));
                    Some(above)
                }
            };
            columns[index] = truth.map(|truth| Column::Truth(Rc::new(truth)));
        }
        Stretch { first, columns }
    }

    fn get(&self, here: &[Option<Column<'a>>], slot: Slot) -> Column<'a> {
        let there = || match self.steps.get(slot.index()) {
            Some(Step::There(column)) => Some(column),
            _ => None,
        };
        let here = here.get(slot.index()).and_then(Option::as_ref);
        here.or_else(there)
            .cloned()
            .unwrap_or(Column::Number(f64::NAN))
    }
}

impl Stretch<'_> {
    /// Where a condition holds; rows count from `first`.
    pub fn holds(&self, slot: Slot) -> Option<&Bits> {
        let column = self.columns.get(slot.index())?.as_ref()?;
        column.truth().map(|truth| truth.holds())
    }

    /// The row that the bits begin with.
    pub fn first(&self) -> usize {
        self.first
    }
}

/// Conditions that nothing but conditions reads, on the run's own bars.
fn asked(program: &Program) -> Vec<bool> {
    let mut asked = vec![false; program.slots.len()];
    let mut read = asked.clone();
    for (index, one) in program.slots.iter().enumerate().rev() {
        asked[index] = !read[index]
            && one.frame == 0
            && matches!(
                one.work,
                Work::Always
                    | Work::Above(..)
                    | Work::CrossesAbove(..)
                    | Work::All(_)
                    | Work::Any(_)
                    | Work::Not(_)
                    | Work::ForBars(..)
                    | Work::Within(..)
            );
        if !asked[index] {
            for input in one.work.inputs() {
                read[input.index()] = true;
            }
        }
    }
    asked
}

fn truth_of(column: &Column<'_>, rows: usize) -> Rc<Truth> {
    match column {
        Column::Truth(truth) => Rc::clone(truth),
        // A condition of an unknown symbol or length is unknown everywhere.
        _ => Rc::new(Truth::new(&Bits::none(rows), Bits::none(rows))),
    }
}

fn above(left: &Column<'_>, right: &Column<'_>, rows: &Range<usize>) -> Truth {
    let (higher, lower) = (stretch(left, rows), stretch(right, rows));
    match (left, right, higher, lower) {
        (_, _, Some(higher), Some(lower)) => {
            Truth::above_where(higher, lower, both_known(left, right, rows))
        }
        (_, Column::Number(number), Some(values), _) => Truth::above_number(values, *number),
        (Column::Number(number), _, _, Some(values)) => Truth::below_number(values, *number),
        (Column::Number(left), Column::Number(right), ..) if !left.is_nan() && !right.is_nan() => {
            Truth::always(rows.len(), left > right)
        }
        _ => Truth::new(&Bits::none(rows.len()), Bits::none(rows.len())),
    }
}

/// Left above right, and right above left.
fn both_ways(left: &Column<'_>, right: &Column<'_>, rows: &Range<usize>) -> (Truth, Truth) {
    match (stretch(left, rows), stretch(right, rows)) {
        (Some(higher), Some(lower)) => {
            Truth::apart_where(higher, lower, both_known(left, right, rows))
        }
        _ => (above(left, right, rows), above(right, left, rows)),
    }
}

/// Where both have a value.
fn both_known(left: &Column<'_>, right: &Column<'_>, rows: &Range<usize>) -> Bits {
    match (known_words(left, rows), known_words(right, rows)) {
        (Some(left), Some(right)) => {
            let words = left.iter().zip(right).map(|(left, right)| left & right);
            Bits::of_words(words.collect(), rows.len())
        }
        (Some(words), None) | (None, Some(words)) => Bits::of_words(words.to_vec(), rows.len()),
        (None, None) => Bits::all(rows.len()),
    }
}

/// The numbers of these rows.
fn stretch<'c>(column: &'c Column<'_>, rows: &Range<usize>) -> Option<&'c [f64]> {
    column.slice()?.get(rows.clone())
}

/// Where a computed column has a value; prices always have one.
fn known_words<'c>(column: &'c Column<'_>, rows: &Range<usize>) -> Option<&'c [u64]> {
    let words = column.known_bits()?.words();
    words.get(rows.start / WORD..rows.end.div_ceil(WORD))
}
