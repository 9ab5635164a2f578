//! The numeric and golden cases for a bare wasm host: hand over text, run a case, read its answer as bytes.
#![allow(
    unsafe_code,
    reason = "a wasm export needs an unmangled name, which counts as unsafe"
)]

use crate::goldens::{self, Case};
use crate::numeric;
use crate::speed::{self, Work};
use std::cell::RefCell;
use std::collections::BTreeMap;

thread_local! {
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static WORKS: RefCell<Result<Vec<Work>, String>> = const { RefCell::new(Ok(Vec::new())) };
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

/// How many pieces of work there are to time; 0 when one of them gives a wrong answer.
#[unsafe(no_mangle)]
pub extern "C" fn work_count() -> usize {
    let works = speed::works();
    WORKS.with_borrow_mut(|kept| {
        *kept = works;
        kept.as_ref().map_or(0, Vec::len)
    })
}

/// Why there is none; the answer is text.
#[unsafe(no_mangle)]
pub extern "C" fn work_error() -> usize {
    say(WORKS.with_borrow(|works| works.as_ref().err().cloned().unwrap_or_default()))
}

/// The answer is `name<TAB>units<TAB>unit<TAB>limit in ms or nothing`.
#[unsafe(no_mangle)]
pub extern "C" fn work_label(index: usize) -> usize {
    say(
        WORKS.with_borrow(|works| match works.as_ref().map(|works| works.get(index)) {
            Ok(Some(work)) => {
                let limit = work
                    .limit_ms
                    .map(|limit| limit.to_string())
                    .unwrap_or_default();
                format!("{}\t{}\t{}\t{limit}", work.name, work.units, work.unit)
            }
            _ => String::new(),
        }),
    )
}

/// Does it once.
#[unsafe(no_mangle)]
pub extern "C" fn work_run(index: usize) {
    WORKS.with_borrow_mut(|works| {
        if let Some(work) = works.as_mut().ok().and_then(|works| works.get_mut(index)) {
            (work.run)();
        }
    });
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
