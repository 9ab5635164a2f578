//! Many plans over the same bars: what they read is computed once, and of each run only a row of sums is kept.

mod plain;

use super::account::{Account, Course, walk as walk_bars};
use super::bits::WORD;
use super::columns::Sheet;
use super::columns::streams::Streams;
use super::run::{Route, walk};
use crate::run::{RunError, Sink, annualisation, begin, check_data, compile};
use domain::{Bar, Bars, Dataset, RunSpec, Tally, TradeTally, Ts};
use plain::Plain;
use std::ops::Range;
use strategies::Plan;

/// One plan of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Swept {
    /// Its sums.
    pub tally: Tally,
    /// How they were found.
    pub route: Route,
}

impl Swept {
    fn plain(run: &Plain<'_>) -> Swept {
        Swept {
            tally: run.tally(),
            route: Route::Vector,
        }
    }
}

/// Plans over one dataset.
pub struct Sweep<'a> {
    spec: &'a RunSpec,
    data: &'a Dataset,
    sheet: Sheet<'a>,
    /// Is any bar made up? Then every way has to look out for them.
    gaps: bool,
    tile: usize,
}

/// A plan on its way.
enum Started<'a> {
    /// To be walked beside others.
    Plain(Plain<'a>),
    /// Already walked alone.
    Done(Swept),
}

/// Words of a tile: 4,096 bars, whose prefix sums, closes and opens take 270 KB and each indicator 33 KB, so that what many plans
/// read of them stays in a core's second cache.
const TILE_WORDS: usize = 64;

/// Plans that are walked side by side at most; their state is small beside a tile of time.
const SIDE_BY_SIDE: usize = 1024;

/// Numbers the shared columns may take before they are thrown away and computed anew: 256 MB.
const MOST_NUMBERS: usize = 32 << 20;

impl<'a> Sweep<'a> {
    /// A sweep under a spec's market, costs, fills and sizing; the spec's own strategy isn't looked at.
    pub fn new(spec: &'a RunSpec, data: &'a Dataset) -> Result<Sweep<'a>, RunError> {
        spec.check()?;
        check_data(spec, data)?;
        Ok(Sweep {
            spec,
            data,
            sheet: Sheet::new(data.series(), spec.market.timeframe),
            gaps: data.series().iter().any(|one| any(one.bars().made_up())),
            tile: TILE_WORDS * WORD,
        })
    }

    /// The same in tiles of so many words of 64 bars. Sums may differ in their last digits, nothing else.
    #[must_use]
    pub fn in_tiles_of(self, words: usize) -> Sweep<'a> {
        let tile = words.max(1) * WORD;
        Sweep { tile, ..self }
    }

    /// The sums of one plan.
    pub fn tally(&mut self, plan: &Plan) -> Result<Swept, RunError> {
        let mut streams = Streams::default();
        let started = self.start(plan, &mut streams)?;
        let swept = match started {
            Started::Done(swept) => swept,
            Started::Plain(mut run) => {
                plain::walk(std::slice::from_mut(&mut run), &mut streams, self.tile);
                Swept::plain(&run)
            }
        };
        self.sheet.forget_truths();
        Ok(swept)
    }

    /// The sums of each plan in its place: the same whichever plans are asked together, and sooner than one by one.
    pub fn tallies(&mut self, plans: &[Plan]) -> Vec<Result<Swept, RunError>> {
        let mut done = Vec::with_capacity(plans.len());
        while let Some(left) = plans.get(done.len()..).filter(|left| !left.is_empty()) {
            let mut runs = Vec::new();
            let mut streams = Streams::default();
            let mut batch = Vec::new();
            for plan in left {
                batch.push(match self.start(plan, &mut streams) {
                    Ok(Started::Plain(run)) => {
                        runs.push(run);
                        None
                    }
                    Ok(Started::Done(swept)) => Some(Ok(swept)),
                    Err(error) => Some(Err(error)),
                });
                if runs.len() == SIDE_BY_SIDE || self.sheet.numbers() > MOST_NUMBERS {
                    break;
                }
            }
            plain::walk(&mut runs, &mut streams, self.tile);
            let mut walked = runs.iter();
            let plain = |known: Option<_>| known.or_else(|| Some(Ok(Swept::plain(walked.next()?))));
            done.extend(batch.into_iter().filter_map(plain));
            self.sheet.forget_truths();
        }
        done
    }

    fn start(&mut self, plan: &Plan, streams: &mut Streams<'a>) -> Result<Started<'a>, RunError> {
        let (program, sizing) = compile(self.spec, plan)?;
        if self.sheet.numbers() > MOST_NUMBERS {
            self.sheet = Sheet::new(self.data.series(), self.spec.market.timeframe);
        }
        let plain = match self.gaps {
            true => None,
            false => {
                let columns = (&mut self.sheet, streams);
                Plain::of(self.spec, sizing, &program, self.data, columns)
            }
        };
        Ok(match plain {
            Some(run) => Started::Plain(run),
            None => Started::Done(self.walked(program, sizing)),
        })
    }

    /// The sums of a plan that needs the whole trader.
    fn walked(&mut self, program: strategies::Program, sizing: domain::Sizing) -> Swept {
        let mut sums = SumWriter::new(self.spec.cash.get(), begin(self.data));
        let (played, route) = walk(
            self.spec,
            (program, sizing),
            self.data,
            &mut self.sheet,
            &mut sums,
        );
        let annualisation = annualisation(self.data, self.spec.market.timeframe);
        let refused: u32 = played.done.refusals.values().sum();
        let open = played.done.trades.iter().filter(|trade| trade.open).count();
        let tally = Tally {
            annualisation,
            begin: sums.begin,
            end: sums.end,
            start: self.spec.cash.get(),
            last: sums.course.last,
            bars: sums.bars,
            bars_in_market: played.bars_in_market,
            returns: sums.course.sums.returns,
            squares: sums.course.sums.squares,
            lost_squares: sums.course.sums.lost_squares,
            drawdown: sums.course.water.drawdown(),
            trades: TradeTally::of(&played.done.trades),
            open: open as u32,
            refused,
        };
        Swept { tally, route }
    }
}

/// Is one of them so? Block by block without a branch, so that the compiler looks at sixteen at once.
fn any(flags: &[bool]) -> bool {
    let of_block = |block: &[bool]| block.iter().fold(false, |any, flag| any | flag);
    flags.chunks(4096).any(of_block)
}

/// Adds up an account while bars go by.
struct SumWriter {
    begin: i64,
    end: i64,
    bars: u32,
    course: Course,
}

impl SumWriter {
    fn new(start: f64, begin: i64) -> SumWriter {
        SumWriter {
            begin,
            end: begin,
            bars: 0,
            course: Course::new(start),
        }
    }
}

impl Sink for SumWriter {
    fn push(&mut self, time: i64, _: &[Option<Bar>], equity: f64, _: f64) {
        self.course.push(equity);
        self.end = time;
        self.bars += 1;
    }

    fn hold(&mut self, bars: &Bars, rows: Range<usize>, account: Account) {
        let (Some(last), Some(price)) = (rows.end.checked_sub(1), bars.close().get(rows.end - 1))
        else {
            return;
        };
        self.bars += rows.len() as u32;
        if let Some(open) = bars.open_time().get(last) {
            self.end = bars.timeframe().close_of(Ts(*open)).0;
        }
        if account.units != 0.0 {
            let course = &mut self.course;
            walk_bars(
                bars.close(),
                rows,
                account,
                &mut course.sums,
                &mut course.water,
            );
            course.last = account.worth(*price);
        }
    }
}
