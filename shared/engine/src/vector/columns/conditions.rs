//! Conditions over columns: for all rows at once, or for one stretch after another without ever holding the whole.

use super::streams::Streams;
use super::{Column, NeedsPosition, Place, Sheet};
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
    get: impl Fn(&Slot) -> Seen<'a>,
) -> Option<Truth> {
    let truth = |slot: &Slot| truth_of(&get(slot).column, rows.len());
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

/// A column, or what is at hand of it.
pub(super) struct Seen<'a> {
    column: Column<'a>,
    /// The row its first number belongs to; a condition always belongs to the rows in question.
    first: usize,
}

impl<'a> Seen<'a> {
    pub(super) fn whole(column: Column<'a>) -> Seen<'a> {
        Seen { column, first: 0 }
    }

    /// The numbers of these rows.
    fn numbers(&self, rows: &Range<usize>) -> Option<&[f64]> {
        let rows = rows.start.checked_sub(self.first)?..rows.end.checked_sub(self.first)?;
        self.column.slice()?.get(rows)
    }

    /// Where they are known, when they were computed: prices always are.
    fn known(&self, rows: &Range<usize>) -> Option<&[u64]> {
        let start = rows.start.checked_sub(self.first)?;
        let words = self.column.known_bits()?.words();
        words.get(start / WORD..(start + rows.len()).div_ceil(WORD))
    }
}

/// The conditions of a program on the first symbol, kept as questions until somebody asks about a stretch of its bars.
pub struct Conditions<'a> {
    steps: Vec<Step<'a>>,
    /// Bars before a stretch that it depends on.
    reach: usize,
}

enum Step<'a> {
    There(Column<'a>),
    /// An output of a run that is under way.
    Streamed {
        run: usize,
        output: usize,
    },
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
    /// Computes the numbers a program's conditions read, but for indicators that nothing else reads: they stream. What is
    /// `asked` for is computed for all bars, and [`value`](Conditions::value) tells it.
    pub fn new(
        program: &Program,
        asked: &[Slot],
        sheet: &mut Sheet<'a>,
        streams: &mut Streams<'a>,
    ) -> Result<Conditions<'a>, NeedsPosition> {
        let when = when(program, asked);
        let there = |index: usize| when.get(index) == Some(&When::Before);
        let places = sheet.add_some(program, there)?;
        let column = |place: Place| sheet.column(place, 0).cloned();
        let mut reaches = vec![0; places.len()];
        let mut steps: Vec<Step<'a>> = Vec::with_capacity(places.len());
        for (index, one) in program.slots.iter().enumerate() {
            match (&one.work, when[index]) {
                (_, When::Before) => {
                    let column = column(places[index]);
                    steps.push(Step::There(column.unwrap_or(Column::Number(f64::NAN))));
                    continue;
                }
                (Work::Run { id, params, inputs }, _) => {
                    let of = inputs.iter().map(|slot| places.get(slot.index()).copied());
                    let of: Vec<Option<Place>> = of.collect();
                    let spelling = format!("{id} {params:?} {of:?}");
                    let inputs = of.into_iter().map(|place| place.and_then(column));
                    let inputs = inputs.map(|input| input.unwrap_or(Column::Number(f64::NAN)));
                    let run = streams.run(spelling, (id, params), inputs.collect());
                    let run = run.unwrap_or(usize::MAX);
                    steps.push(Step::Streamed { run, output: 0 });
                    continue;
                }
                (Work::Output { run, place }, _) => {
                    let run = match steps.get(run.index()) {
                        Some(Step::Streamed { run, .. }) => *run,
                        _ => usize::MAX,
                    };
                    let output = *place;
                    steps.push(Step::Streamed { run, output });
                    continue;
                }
                _ => {}
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
            let mut other = other.filter(|(other, _)| when[*other] == When::Asked);
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
        let reach = reaches.into_iter().max().unwrap_or(0);
        streams.reaches(reach);
        Ok(Conditions { steps, reach })
    }

    /// What holds in these rows, up to which the streams have come.
    pub fn stretch(&self, rows: Range<usize>, streams: &Streams<'a>) -> Stretch<'a> {
        let first = rows.start.saturating_sub(self.reach) / WORD * WORD;
        let rows = first..rows.end;
        let mut columns: Vec<Option<Column<'a>>> = vec![None; self.steps.len()];
        for (index, step) in self.steps.iter().enumerate() {
            let get = |slot: &Slot| self.get(&columns, *slot, streams);
            let truth = match step {
                Step::There(Column::Truth(truth)) => Some(truth.part(rows.clone())),
                Step::There(_) | Step::Streamed { .. } => None,
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

    /// The value in a row of what was asked for; NaN of anything else.
    #[inline]
    pub fn value(&self, slot: Slot, row: usize) -> f64 {
        match self.steps.get(slot.index()) {
            Some(Step::There(column)) => column.at(row),
            _ => f64::NAN,
        }
    }

    fn get(&self, here: &[Option<Column<'a>>], slot: Slot, streams: &Streams<'a>) -> Seen<'a> {
        let none = || Seen::whole(Column::Number(f64::NAN));
        if let Some(column) = here.get(slot.index()).and_then(Option::as_ref) {
            return Seen::whole(column.clone());
        }
        match self.steps.get(slot.index()) {
            Some(Step::There(column)) => Seen::whole(column.clone()),
            Some(Step::Streamed { run, output }) => match streams.output(*run, *output) {
                Some(column) => Seen {
                    column,
                    first: streams.first(),
                },
                None => none(),
            },
            _ => none(),
        }
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

/// When an expression is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// Before the first stretch, for all bars.
    Before,
    /// Stretch by stretch for all plans: an indicator that only conditions read.
    Streamed,
    /// When somebody asks: a condition that only conditions read, on the run's own bars.
    Asked,
}

fn when(program: &Program, asked: &[Slot]) -> Vec<When> {
    let mut when = vec![When::Before; program.slots.len()];
    let mut read = vec![false; program.slots.len()];
    for slot in asked {
        read[slot.index()] = true;
    }
    for (index, one) in program.slots.iter().enumerate().rev() {
        if !read[index] && one.frame == 0 {
            when[index] = match one.work {
                Work::Always
                | Work::Above(..)
                | Work::CrossesAbove(..)
                | Work::All(_)
                | Work::Any(_)
                | Work::Not(_)
                | Work::ForBars(..)
                | Work::Within(..) => When::Asked,
                Work::Run { .. } | Work::Output { .. } => When::Streamed,
                _ => When::Before,
            };
        }
        let own_run = matches!(one.work, Work::Output { .. }) && when[index] == When::Streamed;
        if when[index] != When::Asked && !own_run {
            for input in one.work.inputs() {
                read[input.index()] = true;
            }
        }
    }
    // An output streams with its run or not at all.
    for (index, one) in program.slots.iter().enumerate() {
        if let Work::Output { run, .. } = one.work
            && when[run.index()] == When::Before
        {
            when[index] = When::Before;
        }
    }
    when
}

fn truth_of(column: &Column<'_>, rows: usize) -> Rc<Truth> {
    match column {
        Column::Truth(truth) => Rc::clone(truth),
        // A condition of an unknown symbol or length is unknown everywhere.
        _ => Rc::new(Truth::new(&Bits::none(rows), Bits::none(rows))),
    }
}

fn above(left: &Seen<'_>, right: &Seen<'_>, rows: &Range<usize>) -> Truth {
    let (higher, lower) = (left.numbers(rows), right.numbers(rows));
    match (&left.column, &right.column, higher, lower) {
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
fn both_ways(left: &Seen<'_>, right: &Seen<'_>, rows: &Range<usize>) -> (Truth, Truth) {
    match (left.numbers(rows), right.numbers(rows)) {
        (Some(higher), Some(lower)) => {
            Truth::apart_where(higher, lower, both_known(left, right, rows))
        }
        _ => (above(left, right, rows), above(right, left, rows)),
    }
}

/// Where both have a value.
fn both_known(left: &Seen<'_>, right: &Seen<'_>, rows: &Range<usize>) -> Bits {
    match (left.known(rows), right.known(rows)) {
        (Some(left), Some(right)) => {
            let words = left.iter().zip(right).map(|(left, right)| left & right);
            Bits::of_words(words.collect(), rows.len())
        }
        (Some(words), None) | (None, Some(words)) => Bits::of_words(words.to_vec(), rows.len()),
        (None, None) => Bits::all(rows.len()),
    }
}
