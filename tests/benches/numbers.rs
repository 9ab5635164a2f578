//! Times indicators, metrics and statistics natively; the same work is timed in wasm by `tests/wasm/bench.mjs`.
#![allow(
    missing_docs,
    clippy::panic,
    reason = "criterion's macros document nothing, and a wrong answer must stop the bench"
)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::time::Duration;
use tests::speed::{self, Part};

fn numbers(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("numbers");
    group
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    for work in speed::numbers() {
        let mut go = (work.prepare)()
            .unwrap_or_else(|error| panic!("{}: {error}, nothing to time", work.name));
        group.throughput(Throughput::Elements(work.units as u64));
        group.bench_function(&work.name, |bencher| bencher.iter(|| go(Part::WHOLE)));
    }
    group.finish();
}

criterion_group!(benches, numbers);
criterion_main!(benches);
