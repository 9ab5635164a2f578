//! Laws that every indicator of the list keeps, on random bars with gaps, flat stretches and idle hours.

use domain::ParamKind;
use domain::random::Random;
use indicators::{ALL, Indicator, Input, Memory};
use std::collections::BTreeSet;

const ROWS: usize = 1_500;

/// Columns an indicator may ask for.
struct Market {
    open: Vec<f64>,
    high: Vec<f64>,
    low: Vec<f64>,
    close: Vec<f64>,
    volume: Vec<f64>,
    time: Vec<f64>,
    other: Vec<f64>,
}

impl Market {
    fn random(seed: u64, rows: usize) -> Market {
        let mut random = Random::named(seed, "laws", 0);
        let mut market = Market {
            open: Vec::new(),
            high: Vec::new(),
            low: Vec::new(),
            close: Vec::new(),
            volume: Vec::new(),
            time: Vec::new(),
            other: Vec::new(),
        };
        let (mut price, mut other, mut time) = (100.0, 50.0, 1_700_000_000_000.0_f64);
        time -= time % 3_600_000.0;
        let mut flat = 0;
        for _ in 0..rows {
            if flat == 0 && random.chance(0.01) {
                flat = 1 + random.below(30);
            }
            let still = flat > 0;
            flat -= usize::from(still);
            let gap = if random.chance(0.05) { 0.02 } else { 0.001 };
            let scatter = if still { 0.0 } else { 0.01 };
            let open: f64 = if still {
                price
            } else {
                price * (1.0 + gap * random.normal())
            };
            let close = open * (1.0 + scatter * random.normal()).max(0.5);
            let (top, bottom) = (open.max(close), open.min(close));
            market.open.push(open);
            market.high.push(top * (1.0 + scatter * random.uniform()));
            market.low.push(bottom * (1.0 - scatter * random.uniform()));
            market.close.push(close);
            let idle = still && random.chance(0.7);
            market
                .volume
                .push(if idle { 0.0 } else { 10.0 * random.uniform() });
            market.time.push(time);
            other *= 1.0 + 0.008 * random.normal() + 0.3 * (close / price - 1.0);
            market.other.push(other);
            price = close;
            let missing = if random.chance(0.02) {
                random.below(40)
            } else {
                0
            };
            time += 3_600_000.0 * (1 + missing) as f64;
        }
        market
    }

    fn inputs(&self, indicator: &Indicator) -> Vec<&[f64]> {
        let column = |input: &Input| match input {
            Input::Open => &self.open,
            Input::High => &self.high,
            Input::Low => &self.low,
            Input::Value | Input::Close => &self.close,
            Input::Volume => &self.volume,
            Input::Time => &self.time,
            Input::Other => &self.other,
        };
        indicator
            .inputs
            .iter()
            .map(|input| column(input).as_slice())
            .collect()
    }
}

/// Defaults, each choice and switch in turn, the shortest lengths, and a few random draws.
fn settings(indicator: &Indicator) -> Vec<Vec<f64>> {
    let defaults = indicator.defaults();
    let mut settings = vec![defaults.clone()];
    for (place, param) in indicator.params.iter().enumerate() {
        let (min, max) = param.range();
        let values: Vec<f64> = match param.kind {
            ParamKind::Choice { .. } | ParamKind::Switch { .. } => (min as usize..=max as usize)
                .map(|value| value as f64)
                .collect(),
            ParamKind::Int { .. } => vec![min, (min + 1.0).min(max), (min + 4.0).min(max)],
            ParamKind::Float { .. } => vec![min],
        };
        for value in values {
            let mut setting = defaults.clone();
            setting[place] = value;
            settings.push(setting);
        }
    }
    let mut random = Random::named(7, indicator.id, 0);
    for _ in 0..4 {
        let draw = |param: &domain::Param| {
            let (min, max) = param.range();
            match param.kind {
                ParamKind::Float { default, .. } => {
                    (default * (0.5 + random.uniform())).clamp(min, max)
                }
                ParamKind::Int { .. } => {
                    min + random.below((max - min).min(40.0) as usize + 1) as f64
                }
                _ => random.below(max as usize + 1) as f64,
            }
        };
        settings.push(indicator.params.iter().map(draw).collect());
    }
    settings
}

fn bits(columns: &[Vec<f64>]) -> Vec<Vec<u64>> {
    let bits_of = |value: &f64| {
        if value.is_nan() {
            u64::MAX
        } else {
            value.to_bits()
        }
    };
    columns
        .iter()
        .map(|column| column.iter().map(bits_of).collect())
        .collect()
}

fn for_each(check: impl Fn(&Indicator, &[f64], &Market) -> Result<(), String>) {
    let markets = [Market::random(1, ROWS), Market::random(2, ROWS)];
    let mut broken = Vec::new();
    for indicator in ALL {
        for setting in settings(indicator) {
            for (seed, market) in markets.iter().enumerate() {
                if let Err(why) = check(indicator, &setting, market) {
                    broken.push(format!("{}{setting:?}, market {seed}: {why}", indicator.id));
                }
            }
        }
    }
    assert!(
        broken.is_empty(),
        "{} broken\n{}",
        broken.len(),
        broken.join("\n")
    );
}

#[test]
fn a_column_equals_its_steps_bit_for_bit() {
    for_each(|indicator, setting, market| {
        let inputs = market.inputs(indicator);
        let columns = indicator.columns(setting, &inputs);
        let mut kernel = (indicator.kernel)(setting);
        let mut outputs = vec![f64::NAN; indicator.outputs.len()];
        let mut stepped = vec![Vec::new(); outputs.len()];
        for row in 0..ROWS {
            let input: Vec<f64> = inputs.iter().map(|column| column[row]).collect();
            kernel.step(&input, &mut outputs);
            for (column, value) in stepped.iter_mut().zip(&outputs) {
                column.push(*value);
            }
        }
        match bits(&columns) == bits(&stepped) {
            true => Ok(()),
            false => Err("the column differs from its steps".into()),
        }
    });
}

#[test]
fn a_column_in_pieces_equals_the_whole() {
    for_each(|indicator, setting, market| {
        let inputs = market.inputs(indicator);
        let rows = inputs.first().map_or(0, |column| column.len());
        let whole = indicator.columns(setting, &inputs);
        for piece in [1, 64, 150] {
            let mut kernel = (indicator.kernel)(setting);
            let mut columns = vec![vec![f64::NAN; rows]; whole.len()];
            for start in (0..rows).step_by(piece) {
                let range = start..rows.min(start + piece);
                let inputs: Vec<&[f64]> = inputs.iter().map(|one| &one[range.clone()]).collect();
                let outputs = columns.iter_mut().map(|one| &mut one[range.clone()]);
                kernel.column(&inputs, &mut outputs.collect::<Vec<_>>());
            }
            if bits(&columns) != bits(&whole) {
                return Err(format!("pieces of {piece} rows differ from the whole"));
            }
        }
        Ok(())
    });
}

#[test]
fn a_prefix_of_the_input_gives_the_prefix_of_the_output() {
    for_each(|indicator, setting, market| {
        let inputs = market.inputs(indicator);
        let whole = indicator.columns(setting, &inputs);
        for cut in [1, 37, 400, ROWS - 1] {
            let short: Vec<&[f64]> = inputs.iter().map(|column| &column[..cut]).collect();
            let part: Vec<Vec<f64>> = whole.iter().map(|column| column[..cut].to_vec()).collect();
            if bits(&indicator.columns(setting, &short)) != bits(&part) {
                return Err(format!("row {cut} and later change what came before"));
            }
        }
        Ok(())
    });
}

#[test]
fn values_begin_where_the_definition_says_and_are_never_infinite() {
    for_each(|indicator, setting, market| {
        let columns = indicator.columns(setting, &market.inputs(indicator));
        let warm_up = (indicator.warm_up)(setting);
        for row in 0..ROWS {
            let mut values = columns.iter().map(|column| column[row]);
            if values.clone().any(f64::is_infinite) {
                return Err(format!("row {row} is infinite"));
            }
            let complete = values.all(|value| !value.is_nan());
            if complete && row < warm_up {
                return Err(format!("row {row} is complete, the warm-up is {warm_up}"));
            }
            if !complete && row >= warm_up && !indicator.sparse {
                return Err(format!("row {row} lacks a value, the warm-up is {warm_up}"));
            }
        }
        Ok(())
    });
}

#[test]
fn the_declared_memory_is_enough() {
    let rows = 12_000;
    let market = Market::random(3, rows);
    let mut broken = Vec::new();
    for indicator in ALL {
        for setting in settings(indicator) {
            let Memory::Bars(memory) = (indicator.memory)(&setting) else {
                continue;
            };
            if memory + 500 > rows {
                continue;
            }
            let inputs = market.inputs(indicator);
            let whole = indicator.columns(&setting, &inputs);
            let start = rows - memory - 400;
            let late: Vec<&[f64]> = inputs.iter().map(|column| &column[start..]).collect();
            let late = indicator.columns(&setting, &late);
            for (name, (whole, late)) in indicator.outputs.iter().zip(whole.iter().zip(&late)) {
                let scale = whole
                    .iter()
                    .filter(|v| v.is_finite())
                    .fold(0.0_f64, |s, v| s.max(v.abs()));
                for row in start + memory..rows {
                    let (a, b) = (whole[row], late[row - start]);
                    let same = (a.is_nan() && b.is_nan()) || (a - b).abs() <= 1e-6 * scale;
                    if !same {
                        broken.push(format!(
                            "{}{setting:?} {name}, row {row}: {a} with all bars, {b} with the last {}",
                            indicator.id,
                            row - start
                        ));
                        break;
                    }
                }
            }
        }
    }
    assert!(
        broken.is_empty(),
        "{} broken\n{}",
        broken.len(),
        broken.join("\n")
    );
}

#[test]
fn rows_without_a_value_are_skipped_as_if_they_were_not_there() {
    for_each(|indicator, setting, market| {
        let inputs = market.inputs(indicator);
        if inputs.is_empty() {
            return Ok(());
        }
        let whole = indicator.columns(setting, &inputs);
        let holes: BTreeSet<usize> = [0, 1, 2, 60, 61, 700].into();
        let with_holes: Vec<Vec<f64>> = inputs
            .iter()
            .map(|column| {
                let mut rest = column.iter();
                (0..ROWS + holes.len())
                    .map(|row| {
                        if holes.contains(&row) {
                            f64::NAN
                        } else {
                            *rest.next().unwrap()
                        }
                    })
                    .collect()
            })
            .collect();
        let slices: Vec<&[f64]> = with_holes.iter().map(Vec::as_slice).collect();
        let mut got = indicator.columns(setting, &slices);
        for column in &mut got {
            let mut row = 0;
            for hole in &holes {
                if !column[*hole].is_nan() {
                    return Err(format!("row {hole} has no input, but a value"));
                }
            }
            column.retain(|_| {
                row += 1;
                !holes.contains(&(row - 1))
            });
        }
        match bits(&got) == bits(&whole) {
            true => Ok(()),
            false => Err("a row without input changed the rows after it".into()),
        }
    });
}

#[test]
fn definitions_are_complete_and_named_after_their_files() {
    let mut ids = BTreeSet::new();
    for indicator in ALL {
        assert!(ids.insert(indicator.id), "{} is there twice", indicator.id);
        let words = [indicator.name, indicator.about];
        assert!(
            words
                .iter()
                .all(|text| !text.en.is_empty() && !text.ko.is_empty()),
            "{}",
            indicator.id
        );
        assert!(
            indicator.about.en.ends_with('.'),
            "{}: {}",
            indicator.id,
            indicator.about.en
        );
        assert!(
            !indicator.outputs.is_empty() && !indicator.inputs.is_empty(),
            "{}",
            indicator.id
        );
        let outputs: BTreeSet<&&str> = indicator.outputs.iter().collect();
        assert_eq!(outputs.len(), indicator.outputs.len(), "{}", indicator.id);
        for param in indicator.params {
            assert!(
                param.check(param.default()).is_ok(),
                "{} {}",
                indicator.id,
                param.id
            );
        }
        let file = format!(
            "{}/src/library/{}.rs",
            env!("CARGO_MANIFEST_DIR"),
            indicator.id
        );
        assert!(std::path::Path::new(&file).exists(), "{file} is not there");
    }
}
