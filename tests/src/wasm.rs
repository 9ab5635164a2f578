//! The numeric cases for a bare wasm host: run one by number, read its answer as bytes.
#![allow(
    unsafe_code,
    reason = "a wasm export needs an unmangled name, which counts as unsafe"
)]

use crate::numeric;
use std::cell::RefCell;

thread_local! {
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
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
    ANSWER.with_borrow_mut(|answer| {
        *answer = text.into_bytes();
        answer.len()
    })
}

/// Where the last answer lies.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    ANSWER.with_borrow(|answer| answer.as_ptr())
}
