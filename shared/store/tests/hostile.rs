//! Files made to hurt: bombs are refused by name in milliseconds, and damaged bytes never panic nor ask for much memory.
#![allow(
    clippy::unwrap_used,
    unsafe_code,
    reason = "a test, with an allocator that watches"
)]

mod common;

use ::parquet::basic::{Compression, Encoding, Repetition, Type as Physical};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use ::parquet::file::properties::{WriterProperties, WriterPropertiesBuilder, WriterVersion};
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::types::Type;
use common::{bars, id};
use domain::random::Random;
use domain::{Timeframe, Ts, Venue};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::parquet::{self, Limits, ParquetError, foreign};

/// Counts what each thread has and had at most.
struct Watch;

thread_local! {
    static LIVE: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

fn grow(bytes: isize) {
    let _ = LIVE.try_with(|live| {
        live.set(live.get() + bytes);
        let _ = MOST.try_with(|most| most.set(most.get().max(live.get())));
    });
}

// SAFETY: everything is handed to the system's allocator as it came.
unsafe impl GlobalAlloc for Watch {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grow(layout.size() as isize);
        unsafe { System.alloc(layout) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        grow(layout.size() as isize);
        unsafe { System.alloc_zeroed(layout) }
    }
    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        grow(size as isize - layout.size() as isize);
        unsafe { System.realloc(at, layout, size) }
    }
    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        grow(-(layout.size() as isize));
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static WATCH: Watch = Watch;

/// What some work gave, the most memory it had at once, and how long it took.
fn watched<T>(work: impl FnOnce() -> T) -> (T, usize, Duration) {
    let before = LIVE.with(Cell::get);
    MOST.with(|most| most.set(before));
    let start = Instant::now();
    let answer = work();
    let most = MOST.with(Cell::get) - before;
    (answer, most as usize, start.elapsed())
}

/// Opens and reads everything; the refusal must be quick and cheap.
#[track_caller]
fn refused(bytes: &[u8], words: &str) {
    let (answer, most, took) = watched(|| foreign::read(bytes, Limits::default()));
    let error = answer.unwrap_err().to_string();
    assert!(error.contains(words), "{error}");
    assert!(most < 4 << 20, "{most} bytes were taken to say: {error}");
    assert!(
        took < Duration::from_millis(250),
        "{took:?} to say: {error}"
    );
}

/// Thrift's compact protocol, by hand: what a stranger with a hex editor may write.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn varint(&mut self, mut value: u64) -> &mut Self {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
        self
    }
    /// A field by its distance to the one before, and a whole number.
    fn int(&mut self, step: u8, kind: u8, value: i64) -> &mut Self {
        self.0.push(step << 4 | kind);
        self.varint(((value << 1) ^ (value >> 63)) as u64)
    }
    fn text(&mut self, step: u8, text: &str) -> &mut Self {
        self.0.push(step << 4 | 8);
        self.varint(text.len() as u64);
        self.0.extend(text.as_bytes());
        self
    }
    fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend(bytes);
        self
    }
    fn list(&mut self, step: u8, kind: u8, count: u64) -> &mut Self {
        self.raw(&[step << 4 | 9, 0xf0 | kind]).varint(count)
    }
}

const I32: u8 = 5;
const I64: u8 = 6;
const STRUCT: u8 = 12;

/// A page header: type, sizes, and how many values a data page claims.
fn page(unpacked: i64, packed: i64, values: i64) -> Vec<u8> {
    let mut bytes = Bytes::default();
    bytes
        .int(1, I32, 0)
        .int(1, I32, unpacked)
        .int(1, I32, packed);
    bytes
        .raw(&[2 << 4 | STRUCT])
        .int(1, I32, values)
        .int(1, I32, 0)
        .int(1, I32, 3)
        .int(1, I32, 3);
    bytes.raw(&[0, 0]);
    bytes.0
}

/// A file of one column of doubles with these claims.
fn one_column(body: &[u8], rows: i64, codec: i64, unpacked: i64) -> Vec<u8> {
    let mut footer = Bytes::default();
    footer.int(1, I32, 1).list(1, STRUCT, 2);
    footer.text(4, "schema").int(1, I32, 1).raw(&[0]);
    footer.int(1, I32, 5).int(2, I32, 0).text(1, "x").raw(&[0]);
    footer.int(1, I64, rows).list(1, STRUCT, 1);
    footer
        .list(1, STRUCT, 1)
        .int(2, I64, 4)
        .raw(&[1 << 4 | STRUCT]);
    footer
        .int(1, I32, 5)
        .list(1, I32, 1)
        .varint(0)
        .list(1, 8, 1)
        .varint(1)
        .raw(b"x");
    footer
        .int(1, I32, codec)
        .int(1, I64, rows)
        .int(1, I64, unpacked)
        .int(1, I64, body.len() as i64)
        .int(2, I64, 4);
    footer
        .raw(&[0, 0])
        .int(1, I64, unpacked)
        .int(1, I64, rows)
        .raw(&[0, 0]);
    framed(body, &footer.0)
}

fn framed(body: &[u8], footer: &[u8]) -> Vec<u8> {
    let length = (footer.len() as u32).to_le_bytes();
    [b"PAR1", body, footer, &length, b"PAR1"].concat()
}

#[test]
fn the_file_made_by_hand_is_a_file() {
    let body = [
        page(16, 16, 2),
        1.5_f64.to_le_bytes().to_vec(),
        2.5_f64.to_le_bytes().to_vec(),
    ]
    .concat();
    let table = foreign::read(&one_column(&body, 2, 0, 40), Limits::default()).unwrap();
    assert_eq!(
        table.columns[0].values,
        foreign::Values::Float(vec![1.5, 2.5])
    );
}

#[test]
fn bombs_are_refused_by_name() {
    let file = |unpacked, packed: &[u8], values, codec| {
        let body = [page(unpacked, packed.len() as i64, values), packed.to_vec()].concat();
        one_column(&body, values, codec, unpacked)
    };
    // A page header that claims 2 GiB, in a file of some 150 bytes.
    let bomb = file((2 << 30) - 1, &[0; 20], 10, 1);
    assert!(bomb.len() < 300);
    refused(
        &bomb,
        "all pages uncompressed, in bytes: 2147483647 is more than the 1500000000",
    );
    // The same when the footer doesn't admit it.
    let body = [page((2 << 30) - 1, 20, 10), vec![0; 20]].concat();
    refused(
        &one_column(&body, 10, 1, 100),
        "a page in bytes: 2147483647 is more than the 67108864",
    );
    refused(&file(60 << 20, &[0; 20], 10, 1), "compression of column x");
    // 1,000 to 1: zeros through deflate.
    let zeros = vec![0; 8 << 20];
    let packed = miniz_oxide::deflate::compress_to_vec(&zeros, 9);
    assert!(zeros.len() / packed.len() > 900);
    let gzip = [
        &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0][..],
        &packed,
        &crc32fast::hash(&zeros).to_le_bytes(),
        &(zeros.len() as u32).to_le_bytes(),
    ]
    .concat();
    refused(&file(8 << 20, &gzip, 1 << 20, 2), "compression of column x");
    // It claims little and holds much: unpacking stops at the claim.
    refused(
        &file(900_000, &gzip, 112_500, 2),
        "a compressed page is damaged",
    );
    // A block of snappy that claims 4 GB inside.
    let mut lying = vec![0xff, 0xff, 0xff, 0xff, 0x0f];
    lying.extend([0; 100]);
    refused(&file(1000, &lying, 125, 1), "a compressed page is damaged");
    for codec in [
        (3, "LZO"),
        (4, "brotli"),
        (6, "zstd"),
        (77, "unknown compression 77"),
    ] {
        refused(&file(1000, &[0; 100], 125, codec.0), codec.1);
    }
    refused(
        &one_column(&[], 60_000_000, 0, 0),
        "rows: 60000000 is more than the 50000000",
    );
    refused(&file(80, &[0; 80], -10, 0), "negative");
}

#[test]
fn a_million_columns_are_refused() {
    let mut footer = Bytes::default();
    footer.int(1, I32, 1).list(1, STRUCT, 1_000_001);
    footer.text(4, "schema").int(1, I32, 1_000_000).raw(&[0]);
    for column in 0..1_000_000 {
        footer
            .int(1, I32, 5)
            .int(2, I32, 0)
            .text(1, &format!("c{column}"))
            .raw(&[0]);
    }
    footer.int(1, I64, 0).list(1, STRUCT, 0).raw(&[0]);
    refused(
        &framed(&[], &footer.0),
        "columns: 1000001 is more than the 801",
    );
    // Or only claimed.
    let mut footer = Bytes::default();
    footer.int(1, I32, 1).list(1, STRUCT, u64::MAX >> 1);
    refused(
        &framed(&[], &footer.0),
        "a list claims more elements than there are bytes",
    );
    let mut footer = Bytes::default();
    footer
        .int(1, I32, 1)
        .raw(&[1 << 4 | STRUCT])
        .raw(&[1 << 4 | STRUCT; 1_000_000]);
    refused(&framed(&[], &footer.0), "the footer is damaged");
}

#[test]
fn run_lengths_cannot_become_gigabytes() {
    // A million rows of one value: a few bytes by run length, 8 MB as a column, and so in each of five columns.
    let rows = 1_000_000;
    let table = flat(&[
        ("a", rows),
        ("b", rows),
        ("c", rows),
        ("d", rows),
        ("e", rows),
    ]);
    assert!(table.len() < 20_000, "{}", table.len());
    let limits = Limits {
        decoded_bytes: 39_999_999,
        ..Limits::default()
    };
    let (answer, most, _) = watched(|| foreign::read(&table, limits));
    let words = "the values in bytes: 40000000 is more than the 39999999 that are allowed";
    assert_eq!(answer.unwrap_err().to_string(), words);
    assert!(most < 1 << 20, "{most}");
    assert_eq!(
        foreign::open(&table, limits)
            .unwrap()
            .read(&["a"])
            .unwrap()
            .rows,
        rows
    );
}

/// Columns of equal whole numbers under a dictionary.
fn flat(columns: &[(&str, usize)]) -> Vec<u8> {
    let fields = columns.iter().map(|(name, _)| {
        Arc::new(
            Type::primitive_type_builder(name, Physical::INT64)
                .with_repetition(Repetition::REQUIRED)
                .build()
                .unwrap(),
        )
    });
    let schema = Type::group_type_builder("schema")
        .with_fields(fields.collect())
        .build()
        .unwrap();
    let mut bytes = Vec::new();
    let properties = WriterProperties::builder()
        .set_dictionary_enabled(true)
        .set_data_page_row_count_limit(usize::MAX)
        .set_max_row_group_row_count(None)
        .build();
    let mut file =
        SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties)).unwrap();
    let mut group = file.next_row_group().unwrap();
    let ones = vec![1_i64; 1 << 20];
    for (_, rows) in columns {
        let mut column = group.next_column().unwrap().unwrap();
        let mut left = *rows;
        while left > 0 {
            let count = left.min(ones.len());
            column
                .typed::<Int64Type>()
                .write_batch(&ones[..count], None, None)
                .unwrap();
            left -= count;
        }
        column.close().unwrap();
    }
    group.close().unwrap();
    file.close().unwrap();
    bytes
}

/// A stranger's file of 300 rows with every kind of column.
fn mixed(set: impl Fn(WriterPropertiesBuilder) -> WriterPropertiesBuilder) -> Vec<u8> {
    let field = |name: &str, kind, repetition| {
        Arc::new(
            Type::primitive_type_builder(name, kind)
                .with_repetition(repetition)
                .with_length(if kind == Physical::FIXED_LEN_BYTE_ARRAY {
                    8
                } else {
                    -1
                })
                .build()
                .unwrap(),
        )
    };
    let schema = Type::group_type_builder("schema")
        .with_fields(vec![
            field("time", Physical::INT64, Repetition::REQUIRED),
            field("price", Physical::DOUBLE, Repetition::OPTIONAL),
            field("small", Physical::INT32, Repetition::OPTIONAL),
            field("text", Physical::BYTE_ARRAY, Repetition::OPTIONAL),
            field("flag", Physical::BOOLEAN, Repetition::REQUIRED),
        ])
        .build()
        .unwrap();
    let properties = set(WriterProperties::builder().set_data_page_row_count_limit(70)).build();
    let mut bytes = Vec::new();
    let mut file =
        SerializedFileWriter::new(&mut bytes, Arc::new(schema), Arc::new(properties)).unwrap();
    for _ in 0..2 {
        let mut group = file.next_row_group().unwrap();
        let defs: Vec<i16> = (0..150).map(|row| i16::from(row % 7 != 3)).collect();
        let some = defs.iter().filter(|def| **def == 1).count();
        let mut column = group.next_column().unwrap().unwrap();
        column
            .typed::<Int64Type>()
            .write_batch(
                &(0..150)
                    .map(|row| 1_700_000_000_000 + 60_000 * row)
                    .collect::<Vec<_>>(),
                None,
                None,
            )
            .unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column
            .typed::<DoubleType>()
            .write_batch(
                &(0..some)
                    .map(|row| 100.0 + (row % 9) as f64)
                    .collect::<Vec<_>>(),
                Some(&defs),
                None,
            )
            .unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column
            .typed::<Int32Type>()
            .write_batch(
                &(0..some).map(|row| row as i32 % 5).collect::<Vec<_>>(),
                Some(&defs),
                None,
            )
            .unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column
            .typed::<ByteArrayType>()
            .write_batch(
                &(0..some)
                    .map(|row| ByteArray::from(format!("word {}", row % 11).into_bytes()))
                    .collect::<Vec<_>>(),
                Some(&defs),
                None,
            )
            .unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column
            .typed::<BoolType>()
            .write_batch(
                &(0..150).map(|row| row % 3 == 0).collect::<Vec<_>>(),
                None,
                None,
            )
            .unwrap();
        column.close().unwrap();
        group.close().unwrap();
    }
    file.close().unwrap();
    bytes
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let ours = bars(Timeframe::Minute1, Ts(1_704_067_200_000), 0..200);
    let ours = parquet::write(id(Venue::Upbit, "KRW-BTC", Timeframe::Minute1), &ours).unwrap();
    let mut seeds = vec![("ours".to_owned(), ours)];
    for version in [WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0] {
        for compression in [
            Compression::UNCOMPRESSED,
            Compression::SNAPPY,
            Compression::LZ4_RAW,
            Compression::LZ4,
        ] {
            for dictionary in [true, false] {
                let file = mixed(|builder| {
                    builder
                        .set_writer_version(version)
                        .set_compression(compression)
                        .set_dictionary_enabled(dictionary)
                });
                seeds.push((
                    format!("{version:?} {compression} dictionary {dictionary}"),
                    file,
                ));
            }
        }
    }
    for (numbers, text) in [
        (Encoding::DELTA_BINARY_PACKED, Encoding::DELTA_BYTE_ARRAY),
        (
            Encoding::BYTE_STREAM_SPLIT,
            Encoding::DELTA_LENGTH_BYTE_ARRAY,
        ),
    ] {
        let column = |name: &str| ::parquet::schema::types::ColumnPath::from(name);
        let prices = if numbers == Encoding::BYTE_STREAM_SPLIT {
            numbers
        } else {
            Encoding::PLAIN
        };
        let file = mixed(|builder| {
            builder
                .set_dictionary_enabled(false)
                .set_column_encoding(column("time"), numbers)
                .set_column_encoding(column("small"), numbers)
                .set_column_encoding(column("price"), prices)
                .set_column_encoding(column("text"), text)
        });
        seeds.push((format!("{numbers:?} {text:?}"), file));
    }
    seeds
}

#[test]
fn the_seeds_are_read() {
    for (name, bytes) in seeds() {
        let table = foreign::read(&bytes, Limits::default());
        if name.contains("LZ4 ") {
            continue;
        }
        assert!(table.is_ok(), "{name}: {table:?}");
    }
}

/// One to three changes: a bit, a byte, a run, a cut, bytes from elsewhere, a number that is at its edge.
fn mutate(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bad = bytes.to_vec();
    for _ in 0..1 + random.below(3) {
        let at = random.below(bad.len());
        match random.below(7) {
            0 | 1 => bad[at] ^= 1 << random.below(8),
            2 => bad[at] = random.below(256) as u8,
            3 => bad[at] = [0, 0x7f, 0x80, 0xff][random.below(4)],
            4 => {
                let end = (at + 1 + random.below(8)).min(bad.len());
                let byte = [0, 0xff, 0x80][random.below(3)];
                bad[at..end].fill(byte);
            }
            5 => {
                let from = random.below(bad.len());
                let count = random.below(12).min(bad.len() - at.max(from));
                bad.copy_within(from..from + count, at);
            }
            _ => {
                let count = random.below(6).min(bad.len() - at);
                bad.drain(at..at + count);
            }
        }
        if bad.is_empty() {
            break;
        }
    }
    bad
}

#[test]
fn damaged_files_never_panic_and_take_little() {
    let rounds = std::env::var("BACKCAST_FUZZ")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(300);
    std::panic::set_hook(Box::new(|info| eprintln!("{info}")));
    let mut failures = Vec::new();
    for (name, bytes) in seeds() {
        for round in 0..rounds {
            let mut random = Random::named(round, &name, 0);
            let bad = match round % 8 {
                0 => bytes[..random.below(bytes.len())].to_vec(),
                // The footer is small and decides much.
                1..=3 => {
                    let tail = bytes.len().saturating_sub(1200);
                    [&bytes[..tail], &mutate(&bytes[tail..], &mut random)].concat()
                }
                _ => mutate(&bytes, &mut random),
            };
            let (answer, most, took) = watched(|| {
                catch_unwind(|| {
                    (
                        foreign::read(&bad, Limits::default()).is_ok(),
                        parquet::read(&bad).is_ok(),
                    )
                })
            });
            if answer.is_err() {
                failures.push(format!("{name}, round {round}: panicked"));
            }
            if most > 64 << 20 {
                failures.push(format!("{name}, round {round}: took {most} bytes"));
            }
            if took > Duration::from_secs(5) {
                failures.push(format!("{name}, round {round}: took {took:?}"));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} of them:\n{}",
        failures.len(),
        failures[..failures.len().min(20)].join("\n")
    );
}

#[test]
fn limits_can_be_lower() {
    let file = flat(&[("a", 1000)]);
    let limits = Limits {
        rows: 999,
        ..Limits::default()
    };
    let error = foreign::open(&file, limits).unwrap_err();
    assert_eq!(
        error,
        ParquetError::TooLarge {
            what: "rows".to_owned(),
            got: 1000,
            allowed: 999
        }
    );
}
