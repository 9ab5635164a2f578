//! The numeric and golden cases for a bare wasm host: hand over text, run a case, read its answer as bytes.
#![allow(
    unsafe_code,
    reason = "a wasm export needs an unmangled name, which counts as unsafe"
)]

use crate::goldens::{self, Case};
use crate::numeric;
use crate::speed::{self, Go, Part};
use std::cell::RefCell;
use std::collections::BTreeMap;

thread_local! {
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static GO: RefCell<Option<Go>> = const { RefCell::new(None) };
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static FILES: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
}

/// How many cases there are.
#[unsafe(no_mangle)]
pub extern "C" fn case_count() -> usize {
    numeric::cases().len()
}

/// Runs a case; the answer is `ok<TAB>name<TAB>digest` or `failed<TAB>name<TAB>why`.
#[unsafe(no_mangle)]
pub extern "C" fn run_case(index: usize) -> usize {
    let cases = numeric::cases();
    let text = match cases.get(index) {
        None => "failed\t?\tno such case".to_owned(),
        Some(case) => match (case.run)() {
            Ok(digest) => format!("ok\t{}\t{digest}", case.name),
            Err(error) => format!("failed\t{}\t{error}", case.name),
        },
    };
    say(text)
}

/// Makes room for text from the host and says where to put it.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> *mut u8 {
    INPUT.with_borrow_mut(|input| {
        *input = vec![0; length];
        input.as_mut_ptr()
    })
}

/// Keeps the input as a data file: its name, a line break, its text.
#[unsafe(no_mangle)]
pub extern "C" fn keep_file() {
    let text = given();
    let (name, text) = text.split_once('\n').unwrap_or_default();
    FILES.with_borrow_mut(|files| files.insert(name.to_owned(), text.to_owned()));
}

/// Runs the golden case in the input; the answer is `ok<TAB>id<TAB>digest` or `failed<TAB>id<TAB>why`.
#[unsafe(no_mangle)]
pub extern "C" fn run_golden() -> usize {
    let file = |name: &str| {
        let text = FILES.with_borrow(|files| files.get(name).cloned());
        text.ok_or_else(|| format!("{name} was not handed over"))
    };
    say(match Case::parse(&given(), &file) {
        Err(error) => format!("failed\t?\t{error}"),
        Ok(case) => match goldens::digest(&case) {
            Ok(digest) => format!("ok\t{}\t{digest}", case.id),
            Err(error) => format!("failed\t{}\t{error}", case.id),
        },
    })
}

/// How many pieces of work there are to time.
#[unsafe(no_mangle)]
pub extern "C" fn work_count() -> usize {
    speed::works().len()
}

/// The answer is name, units, unit, limit of one worker, limit of two and 1 when it can be split, with tabs between.
#[unsafe(no_mangle)]
pub extern "C" fn work_label(index: usize) -> usize {
    let works = speed::works();
    let Some(work) = works.get(index) else {
        return say(String::new());
    };
    let told = |limit: Option<f64>| limit.map(|limit| limit.to_string()).unwrap_or_default();
    let [one, two] = [work.limits.worker, work.limits.workers].map(told);
    let splits = u8::from(work.splits);
    say(format!(
        "{}\t{}\t{}\t{one}\t{two}\t{splits}",
        work.name, work.units, work.unit
    ))
}

/// Gets a piece of work ready; the answer is what is wrong with its result, and empty when nothing is.
#[unsafe(no_mangle)]
pub extern "C" fn work_prepare(index: usize) -> usize {
    let ready = match speed::works().get(index) {
        Some(work) => (work.prepare)(),
        None => Err("no such work".to_owned()),
    };
    say(match ready {
        Ok(go) => {
            GO.set(Some(go));
            String::new()
        }
        Err(error) => error,
    })
}

/// Does a part of it once and answers with what was counted.
#[unsafe(no_mangle)]
pub extern "C" fn work_part(index: usize, of: usize) -> usize {
    let part = Part { index, of };
    GO.with_borrow_mut(|go| go.as_mut().map_or(0, |go| go(part)))
}

/// Where the last answer lies.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    ANSWER.with_borrow(|answer| answer.as_ptr())
}

fn given() -> String {
    INPUT.with_borrow(|input| String::from_utf8_lossy(input).into_owned())
}

fn say(text: String) -> usize {
    ANSWER.with_borrow_mut(|answer| {
        *answer = text.into_bytes();
        answer.len()
    })
}
