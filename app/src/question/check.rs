//! Turns a draft into a `RunSpec`, or names every field that is wrong and what it allows.

use super::{Draft, Field, Range, SPANS, Shape, account, shape, shape_of, source};
use domain::{
    Cash, FillPolicy, ParamError, RunSpec, Source, Span, StrategyChoice, Symbol, Text, Timeframe,
    Ts, Venue, sample,
};
use std::collections::BTreeMap;
use strategies::{Params, defaults};

/// One field that can't be used as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Which field.
    pub field: Field,
    /// What it holds.
    pub got: String,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// Not a number.
    NotANumber,
    /// Not a whole number.
    NotWhole,
    /// Outside what is allowed.
    Outside(Range),
    /// Not one of the known values.
    Unknown(Vec<String>),
    /// Nothing chosen.
    Empty,
    /// Named twice.
    Twice,
    /// The strategy doesn't have such a parameter.
    NoSuchParam,
    /// Fine on its own, but not beside another field.
    Relation(Text),
    /// Means nothing beside another choice.
    Idle,
    /// There are no shorter bars to replay inside these.
    NothingInside,
    /// The whole is not possible; the core says why.
    Together(String),
}

/// Reads the draft.
pub fn check(draft: &Draft) -> Result<RunSpec, Vec<Problem>> {
    let mut problems = Vec::new();
    let spec = read(&mut Reader {
        draft,
        problems: &mut problems,
    });
    match spec {
        Some(spec) if problems.is_empty() => Ok(spec),
        _ => Err(problems),
    }
}

pub(super) struct Reader<'a> {
    pub(super) draft: &'a Draft,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    pub(super) fn wrong<T>(&mut self, field: Field, wrong: Wrong) -> Option<T> {
        let got = self.draft.text(&field);
        self.problems.push(Problem { field, got, wrong });
        None
    }

    pub(super) fn number(&mut self, field: Field, range: Range) -> Option<f64> {
        match shape::number(&self.draft.text(&field)) {
            None => self.wrong(field, Wrong::NotANumber),
            Some(value) if range.whole && value.fract() != 0.0 => {
                self.wrong(field, Wrong::NotWhole)
            }
            Some(value) if value < range.min || value > range.max => {
                self.wrong(field, Wrong::Outside(range))
            }
            Some(value) => Some(value),
        }
    }

    pub(super) fn one_of<T>(
        &mut self,
        field: Field,
        find: impl Fn(&str) -> Option<T>,
        allowed: impl IntoIterator<Item = &'static str>,
    ) -> Option<T> {
        match find(&self.draft.text(&field)) {
            Some(value) => Some(value),
            None => {
                let allowed = allowed.into_iter().map(str::to_owned).collect();
                self.wrong(field, Wrong::Unknown(allowed))
            }
        }
    }

    fn together(&mut self, spec: &RunSpec) {
        if let Err(error) = spec.check() {
            self.wrong::<()>(Field::Strategy, Wrong::Together(error.to_string()));
        }
        let StrategyChoice::Library(choice) = &spec.strategy else {
            return;
        };
        let Some(strategy) = strategies::find(&choice.id) else {
            return;
        };
        // The plan is made and not looked into: whether its nodes are sound is up to the strategy's file and is checked
        // where it runs, and looking would bring every indicator into the page.
        let made = Params::check(strategy.params, &choice.params)
            .and_then(|params| (strategy.plan)(&params));
        match made {
            Ok(_) => {}
            Err(ParamError::Relation { name, must, .. }) => {
                self.wrong::<()>(Field::Param(name.to_owned()), Wrong::Relation(must));
            }
            Err(error) => {
                self.wrong::<()>(Field::Strategy, Wrong::Together(error.to_string()));
            }
        }
    }

    fn params(&mut self, strategy: &strategies::Strategy) -> BTreeMap<String, f64> {
        let mut values = BTreeMap::new();
        for param in strategy.params {
            let field = Field::Param(param.id.to_owned());
            let value = match shape_of(param) {
                Shape::Number(range) => self.number(field, range),
                Shape::Switch(_) => {
                    let find = |text: &str| ["0", "1"].iter().position(|known| *known == text);
                    self.one_of(field, find, ["0", "1"]).map(|on| on as f64)
                }
                Shape::Choice(options, _) => {
                    let find = |text: &str| options.iter().position(|(id, _)| *id == text);
                    let ids = options.iter().map(|(id, _)| *id);
                    self.one_of(field, find, ids).map(|place| place as f64)
                }
            };
            values.extend(value.map(|value| (param.id.to_owned(), value)));
        }
        let unknown = |field: &&Field| match field {
            Field::Param(id) => strategy.params.iter().all(|param| param.id != id),
            _ => false,
        };
        let unknown: Vec<Field> = self.draft.0.keys().filter(unknown).cloned().collect();
        for field in unknown {
            self.wrong::<()>(field, Wrong::NoSuchParam);
        }
        values
    }

    fn symbols(&mut self) -> Option<Vec<Symbol>> {
        let codes = self.draft.symbols();
        if codes.is_empty() {
            return self.wrong(Field::Symbols, Wrong::Empty);
        }
        self.known(&Field::Symbols, &codes)
    }

    fn watched(&mut self) -> Option<Vec<Symbol>> {
        let (traded, codes) = (self.draft.symbols(), self.draft.watched());
        if codes.iter().any(|code| traded.contains(code)) {
            let must = Text::new("a symbol that is not traded", "거래하지 않는 종목");
            return self.wrong(Field::Watched, Wrong::Relation(must));
        }
        self.known(&Field::Watched, &codes)
    }

    /// Symbols the source can have, each once.
    fn known(&mut self, field: &Field, codes: &[String]) -> Option<Vec<Symbol>> {
        let venue = self.draft.venue();
        let possible = |symbol: &Symbol| match venue {
            None => sample::find(symbol).is_some(),
            Some(venue) => venue.instrument(*symbol).is_some(),
        };
        let mut symbols = Vec::new();
        for code in codes {
            match Symbol::parse(code).ok().filter(possible) {
                Some(symbol) if symbols.contains(&symbol) => {
                    return self.wrong(field.clone(), Wrong::Twice);
                }
                Some(symbol) => symbols.push(symbol),
                None => {
                    let known = match venue {
                        None => sample::SYMBOLS
                            .iter()
                            .map(|symbol| symbol.code.to_owned())
                            .collect(),
                        Some(venue) => vec![venue.example().to_owned()],
                    };
                    return self.wrong(field.clone(), Wrong::Unknown(known));
                }
            }
        }
        Some(symbols)
    }

    fn timeframe(&mut self) -> Option<Timeframe> {
        let frames: &[Timeframe] = match self.draft.venue() {
            None => &sample::TIMEFRAMES,
            Some(_) => &Timeframe::ALL,
        };
        let find = |text: &str| Timeframe::parse(text).filter(|frame| frames.contains(frame));
        self.one_of(
            Field::Timeframe,
            find,
            frames.iter().map(|frame| frame.as_str()),
        )
    }

    /// `Some(None)` is all there is.
    fn span(&mut self) -> Option<Option<Span>> {
        if self.draft.venue().is_some() {
            let find = |text: &str| match text {
                "all" => Some(None),
                text => source::span(text).map(Some),
            };
            return self.one_of(Field::Span, find, ["all", "2024-01-01..2025-01-01"]);
        }
        let find = |text: &str| {
            let known = SPANS.iter().find(|(id, _)| *id == text);
            known.map(|(_, years)| years.map(last_years))
        };
        self.one_of(Field::Span, find, SPANS.iter().map(|(id, _)| *id))
    }

    fn source(&mut self) -> Option<Source> {
        let find = |text: &str| match text {
            source::SAMPLE => Some(Source::Sample),
            text => source::venue(text).map(Source::Given),
        };
        self.one_of(Field::Source, find, Venue::ALL.map(Venue::id))
    }
}

fn read(reader: &mut Reader<'_>) -> Option<RunSpec> {
    let ids = || strategies::ALL.iter().map(|strategy| strategy.id);
    let strategy = reader.one_of(Field::Strategy, strategies::find, ids());
    let params = strategy.map(|strategy| reader.params(strategy));
    let symbols = reader.symbols();
    let timeframe = reader.timeframe();
    let span = reader.span();
    let source = reader.source();
    let fee = reader.number(Field::Fee, Range::FEE);
    let slippage = reader.number(Field::Slippage, Range::SLIPPAGE);
    let fill = reader.one_of(
        Field::Fill,
        FillPolicy::find,
        FillPolicy::ALL.iter().map(|policy| policy.id()),
    );
    let cash = reader.number(Field::Cash, Range::CASH);
    let watched = reader.watched();
    let details = account::read(
        reader,
        fee.unwrap_or_default(),
        slippage.unwrap_or_default(),
    );

    let mut spec = defaults::spec(strategy?, symbols?, timeframe?);
    spec.strategy = StrategyChoice::library(strategy?.id, params?);
    spec.market.source = source?;
    spec.market.span = span?;
    spec.market.watched = watched?;
    details.put_into(&mut spec);
    spec.fill = fill?;
    if spec.fill == FillPolicy::Intrabar {
        spec.market.inside = inside_of(spec.market.source, spec.market.timeframe);
        if spec.market.inside.is_none() {
            reader.wrong::<()>(Field::Fill, Wrong::NothingInside);
        }
    }
    spec.cash = Cash::new(cash?).ok()?;
    // Rules between fields (a fast average longer than the slow one) are the core's to know.
    if reader.problems.is_empty() {
        reader.together(&spec);
    }
    Some(spec)
}

/// The bars that replay the inside of these: of the sample the longest shorter ones; of the library what gives a bar some
/// dozens of steps and may be made of shorter ones still.
pub fn inside_of(source: Source, timeframe: Timeframe) -> Option<Timeframe> {
    if source == Source::Sample {
        let shorter = |frame: &Timeframe| *frame < timeframe;
        return sample::TIMEFRAMES.into_iter().filter(shorter).max();
    }
    match timeframe {
        Timeframe::Month1 | Timeframe::Week1 => Some(Timeframe::Day1),
        Timeframe::Day1 => Some(Timeframe::Hour1),
        Timeframe::Hour12 | Timeframe::Hour8 => Some(Timeframe::Minute30),
        Timeframe::Hour6 => Some(Timeframe::Minute15),
        Timeframe::Hour4 => Some(Timeframe::Minute10),
        Timeframe::Hour2 | Timeframe::Hour1 => Some(Timeframe::Minute5),
        Timeframe::Minute1 | Timeframe::Second1 => None,
        _ => Some(Timeframe::Minute1),
    }
}

/// The last years of the sample, by the calendar.
fn last_years(years: i64) -> Span {
    let end = sample::SPAN.end;
    let c = end.civil();
    Span {
        start: Ts::from_date(c.year - years, c.month, c.day),
        end,
    }
}

#[cfg(test)]
mod tests;
