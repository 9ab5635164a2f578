//! A plan as whole columns: every distinct expression once for all the plans of a sweep, windows and sets share them.

mod alone;
mod column;
pub mod conditions;
mod longer;
pub mod streams;

pub use column::{Column, Numbers};

use column::values;
use domain::{Bars, Series, Timeframe};
use longer::LongerBars;
use std::collections::BTreeMap;
use std::rc::Rc;
use strategies::program::{Program, Slot, Work};
use strategies::stream::rank;

/// An expression that only a bar-by-bar walk can compute.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{path}: it depends on the open position")]
pub struct NeedsPosition {
    /// Where it stands in the plan.
    pub path: String,
}

/// The place of a column in a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(usize);

/// Columns of one dataset that any number of plans share.
pub struct Sheet<'a> {
    bars: Vec<&'a Bars>,
    timeframe: Timeframe,
    longer: Vec<(Timeframe, Vec<LongerBars>)>,
    /// Where an expression is, by its spelling with places for its inputs.
    known: BTreeMap<String, Place>,
    /// One column for each symbol, and the bars it lies on.
    columns: Vec<(Option<Timeframe>, Vec<Column<'a>>)>,
    /// Other outputs of the indicators that ran: run, output.
    outputs: BTreeMap<(Place, usize), Vec<Column<'a>>>,
    /// Rows of each symbol at the moments of each other one.
    aligned: BTreeMap<(usize, usize), Rc<Vec<usize>>>,
    numbers: usize,
}

impl<'a> Sheet<'a> {
    /// An empty sheet over bars of one length.
    pub fn new(series: &'a [Series], timeframe: Timeframe) -> Sheet<'a> {
        Sheet::of_bars(series.iter().map(Series::bars).collect(), timeframe)
    }

    /// The same over bare bars, one series for each symbol.
    pub fn of_bars(bars: Vec<&'a Bars>, timeframe: Timeframe) -> Sheet<'a> {
        Sheet {
            bars,
            timeframe,
            longer: Vec::new(),
            known: BTreeMap::new(),
            columns: Vec::new(),
            outputs: BTreeMap::new(),
            aligned: BTreeMap::new(),
            numbers: 0,
        }
    }

    /// How many distinct expressions have been computed.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// How many numbers the columns hold.
    pub fn numbers(&self) -> usize {
        self.numbers
    }

    /// Forgets the conditions: a sweep has too many of them to keep, and they are cheap.
    pub fn forget_truths(&mut self) {
        let columns = &mut self.columns;
        self.known.retain(|_, place| {
            let kept = columns.get(place.0).is_some_and(|one| {
                !one.1
                    .iter()
                    .any(|column| matches!(column, Column::Truth(_)))
            });
            if !kept && let Some(one) = columns.get_mut(place.0) {
                // The place stays empty: what was made from it must not find something else there.
                one.1 = Vec::new();
            }
            kept
        });
    }

    /// Has nothing been computed?
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// The column at a place for a symbol.
    pub fn column(&self, place: Place, symbol: usize) -> Option<&Column<'a>> {
        self.columns.get(place.0)?.1.get(symbol)
    }

    /// Computes what is missing of a program; the place of each of its expressions.
    pub fn add(&mut self, program: &Program) -> Result<Vec<Place>, NeedsPosition> {
        self.add_some(program, |_| true)
    }

    /// The same for some of its expressions; of the others the place is nowhere.
    fn add_some(
        &mut self,
        program: &Program,
        wanted: impl Fn(usize) -> bool,
    ) -> Result<Vec<Place>, NeedsPosition> {
        let mut places: Vec<Place> = Vec::with_capacity(program.slots.len());
        for (index, one) in program.slots.iter().enumerate() {
            if one.held {
                let path = one.path.clone();
                return Err(NeedsPosition { path });
            }
            if !wanted(index) {
                places.push(Place(usize::MAX));
                continue;
            }
            let frame = match one.frame.checked_sub(1) {
                None => None,
                Some(longer) => program.frames.get(longer as usize).copied(),
            };
            let work = placed(&one.work, &places);
            let traded = program.traded;
            let spelling = match one.work {
                // Who takes part in a ranking belongs to its meaning.
                Work::Rank { .. } => format!("{frame:?} {work:?} {traded}"),
                _ => format!("{frame:?} {work:?}"),
            };
            let place = match self.known.get(&spelling) {
                Some(place) => *place,
                None => {
                    let columns = self.compute(&work, frame, traded);
                    // Outputs are counted with the run they belong to.
                    if !matches!(work, Work::Output { .. }) {
                        self.count(&columns);
                    }
                    self.columns.push((frame, columns));
                    let place = Place(self.columns.len() - 1);
                    self.known.insert(spelling, place);
                    place
                }
            };
            places.push(place);
        }
        Ok(places)
    }

    fn count(&mut self, columns: &[Column<'a>]) {
        self.numbers += columns.iter().map(Column::numbers).sum::<usize>();
    }

    /// Rows of a symbol on bars of a length.
    fn rows(&self, symbol: usize, frame: Option<Timeframe>) -> usize {
        match frame {
            None => self.bars.get(symbol).map_or(0, |one| one.len()),
            Some(frame) => self.longer_of(symbol, frame).map_or(0, LongerBars::len),
        }
    }

    fn longer_of(&self, symbol: usize, frame: Timeframe) -> Option<&LongerBars> {
        let known = self.longer.iter().find(|(known, _)| *known == frame)?;
        known.1.get(symbol)
    }

    fn make_longer(&mut self, frame: Timeframe) {
        if self.longer.iter().all(|(known, _)| *known != frame) {
            let timeframe = self.timeframe;
            let bars = self.bars.iter();
            let bars = bars.map(|one| LongerBars::new(one, timeframe, frame));
            self.longer.push((frame, bars.collect()));
        }
    }

    fn get(&self, slot: Slot, symbol: usize) -> Column<'a> {
        self.column(Place(slot.index()), symbol)
            .cloned()
            .unwrap_or(Column::Number(f64::NAN))
    }

    fn compute(&mut self, work: &Work, frame: Option<Timeframe>, traded: usize) -> Vec<Column<'a>> {
        if let Some(frame) = frame {
            self.make_longer(frame);
        }
        let symbols = self.bars.len();
        match work {
            Work::Run { id, params, inputs } => {
                let runs = (0..symbols).map(|symbol| self.run(id, params, inputs, symbol, frame));
                let runs: Vec<Vec<Column<'a>>> = runs.collect();
                let place = Place(self.columns.len());
                let most = runs.iter().map(Vec::len).max().unwrap_or(0);
                for output in 1..most {
                    let nth = |run: &Vec<Column<'a>>| run.get(output).cloned();
                    let of = runs
                        .iter()
                        .map(|run| nth(run).unwrap_or(Column::Number(f64::NAN)));
                    let of: Vec<Column<'a>> = of.collect();
                    self.count(&of);
                    self.outputs.insert((place, output), of);
                }
                let first = |run: Vec<Column<'a>>| run.into_iter().next();
                let firsts = runs
                    .into_iter()
                    .map(|run| first(run).unwrap_or(Column::Number(f64::NAN)));
                firsts.collect()
            }
            Work::Output { run, place } => {
                let known = self.outputs.get(&(Place(run.index()), *place));
                known.cloned().unwrap_or_default()
            }
            Work::Other { symbol, of } => (0..symbols)
                .map(|to| {
                    let rows = self.rows_of(to, *symbol);
                    let column = self.get(*of, *symbol);
                    values(rows.iter().map(|row| column.at(*row)).collect())
                })
                .collect(),
            Work::Rank { of, best } => (0..symbols)
                .map(|to| {
                    let rows: Vec<Vec<usize>> =
                        (0..traded).map(|from| self.rows_at(to, from)).collect();
                    let columns: Vec<Column<'a>> =
                        (0..traded).map(|from| self.get(*of, from)).collect();
                    let mut now = vec![(f64::NAN, false); traded];
                    let place = |row: usize| {
                        for ((value, rows), column) in now.iter_mut().zip(&rows).zip(&columns) {
                            let here = rows.get(row).copied().unwrap_or(usize::MAX);
                            *value = (column.at(here), here != usize::MAX);
                        }
                        rank(&now, to, *best)
                    };
                    values((0..self.rows(to, None)).map(place).collect())
                })
                .collect(),
            Work::Longer(of) => (0..symbols)
                .map(|symbol| {
                    let column = self.get(*of, symbol);
                    let seen = self
                        .frame_of(*of)
                        .and_then(|frame| self.longer_of(symbol, frame));
                    let rows = seen.map_or(&[][..], LongerBars::seen);
                    values(rows.iter().map(|row| column.at(*row)).collect())
                })
                .collect(),
            work => (0..symbols)
                .map(|symbol| self.alone(work, symbol, frame))
                .collect(),
        }
    }

    /// On which longer bars a column lies.
    fn frame_of(&self, slot: Slot) -> Option<Timeframe> {
        self.columns.get(slot.index())?.0
    }

    fn run(
        &self,
        id: &str,
        params: &[f64],
        inputs: &[Slot],
        symbol: usize,
        frame: Option<Timeframe>,
    ) -> Vec<Column<'a>> {
        let Some(known) = indicators::find(id) else {
            return Vec::new();
        };
        let rows = self.rows(symbol, frame);
        let columns: Vec<Column<'a>> = inputs.iter().map(|one| self.get(*one, symbol)).collect();
        let numbers: Vec<Vec<f64>> = columns
            .iter()
            .map(|column| match column {
                Column::Number(number) => vec![*number; rows],
                _ => Vec::new(),
            })
            .collect();
        let slices: Vec<&[f64]> = columns
            .iter()
            .zip(&numbers)
            .map(|(column, number)| column.slice().unwrap_or(number))
            .collect();
        let mut outputs = vec![vec![f64::NAN; rows]; known.outputs.len()];
        let mut into: Vec<&mut [f64]> = outputs.iter_mut().map(Vec::as_mut_slice).collect();
        (known.kernel)(params).column(&slices, &mut into);
        outputs.into_iter().map(values).collect()
    }

    /// For every row of a symbol the row of another one's last bar that has closed by then; none is the largest number.
    fn rows_of(&mut self, to: usize, from: usize) -> Rc<Vec<usize>> {
        if let Some(known) = self.aligned.get(&(to, from)) {
            return Rc::clone(known);
        }
        let times = |symbol: usize| self.bars.get(symbol).map_or(&[][..], |one| one.open_time());
        let (own, others) = (times(to), times(from));
        let mut next = 0;
        let seen = own.iter().map(|time| {
            while others.get(next).is_some_and(|other| other <= time) {
                next += 1;
            }
            next.wrapping_sub(1)
        });
        let rows = Rc::new(seen.collect::<Vec<usize>>());
        self.aligned.insert((to, from), Rc::clone(&rows));
        rows
    }

    /// The same, only where the other one has a bar at that very moment.
    fn rows_at(&mut self, to: usize, from: usize) -> Vec<usize> {
        let rows = self.rows_of(to, from);
        let times = |symbol: usize| self.bars.get(symbol).map_or(&[][..], |one| one.open_time());
        let (own, others) = (times(to), times(from));
        let same = |(time, row): (&i64, &usize)| {
            if others.get(*row) == Some(time) {
                *row
            } else {
                usize::MAX
            }
        };
        own.iter().zip(rows.iter()).map(same).collect()
    }
}

/// The same work with places of the sheet as inputs.
fn placed(work: &Work, places: &[Place]) -> Work {
    let at = |slot: &Slot| {
        Slot(
            places
                .get(slot.index())
                .map_or(u32::MAX, |place| place.0 as u32),
        )
    };
    let all = |slots: &[Slot]| slots.iter().map(at).collect();
    match work {
        Work::Run { id, params, inputs } => Work::Run {
            id,
            params: params.clone(),
            inputs: all(inputs),
        },
        Work::Output { run, place } => Work::Output {
            run: at(run),
            place: *place,
        },
        Work::Lag { of, bars } => Work::Lag {
            of: at(of),
            bars: *bars,
        },
        Work::Math { op, left, right } => Work::Math {
            op: *op,
            left: at(left),
            right: at(right),
        },
        Work::Changed { by, of } => Work::Changed {
            by: *by,
            of: at(of),
        },
        Work::If {
            when,
            then,
            otherwise,
        } => Work::If {
            when: at(when),
            then: at(then),
            otherwise: at(otherwise),
        },
        Work::Longer(of) => Work::Longer(at(of)),
        Work::Other { symbol, of } => Work::Other {
            symbol: *symbol,
            of: at(of),
        },
        Work::Rank { of, best } => Work::Rank {
            of: at(of),
            best: *best,
        },
        Work::Above(left, right) => Work::Above(at(left), at(right)),
        Work::CrossesAbove(left, right) => Work::CrossesAbove(at(left), at(right)),
        Work::All(slots) => Work::All(all(slots)),
        Work::Any(slots) => Work::Any(all(slots)),
        Work::Not(of) => Work::Not(at(of)),
        Work::ForBars(of, bars) => Work::ForBars(at(of), *bars),
        Work::Within(of, bars) => Work::Within(at(of), *bars),
        Work::Number(_)
        | Work::Price(_)
        | Work::NextOpen
        | Work::Held(_)
        | Work::Always
        | Work::Hours { .. }
        | Work::Weekdays { .. } => work.clone(),
    }
}
