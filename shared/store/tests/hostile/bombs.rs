//! Small files that claim to be huge are refused by name, quickly and without the memory they ask for.

use crate::by_hand::{Bytes, I32, I64, STRUCT, framed, one_column, page};
use crate::watched;
use std::time::Duration;
use store::parquet::{Limits, foreign};

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
