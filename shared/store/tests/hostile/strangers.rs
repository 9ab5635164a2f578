//! Files as another program writes them, with every kind of column, encoding and compression; and ours as it reads them.

use crate::common::{bars, id, without};
use ::parquet::basic::{Compression, Encoding, Repetition, Type as Physical};
use ::parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use ::parquet::file::properties::{WriterProperties, WriterPropertiesBuilder, WriterVersion};
use ::parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use ::parquet::schema::types::Type;
use domain::{Timeframe, Ts, Venue};
use std::io::Write;
use std::sync::Arc;
use store::parquet::{self, Limits, foreign};

/// Columns of equal whole numbers under a dictionary.
pub fn flat(columns: &[(&str, usize)]) -> Vec<u8> {
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
        let times: Vec<i64> = (0..150)
            .map(|row| 1_700_000_000_000 + 60_000 * row)
            .collect();
        let prices: Vec<f64> = (0..some).map(|row| 100.0 + (row % 9) as f64).collect();
        let small: Vec<i32> = (0..some).map(|row| row as i32 % 5).collect();
        let words: Vec<ByteArray> = (0..some)
            .map(|row| ByteArray::from(format!("word {}", row % 11).into_bytes()))
            .collect();
        let flags: Vec<bool> = (0..150).map(|row| row % 3 == 0).collect();
        column::<Int64Type>(&mut group, &times, None);
        column::<DoubleType>(&mut group, &prices, Some(&defs));
        column::<Int32Type>(&mut group, &small, Some(&defs));
        column::<ByteArrayType>(&mut group, &words, Some(&defs));
        column::<BoolType>(&mut group, &flags, None);
        group.close().unwrap();
    }
    file.close().unwrap();
    bytes
}

/// Writes the next column of a group; `defs` tells which rows have a value.
fn column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, impl Write + Send>,
    values: &[T::T],
    defs: Option<&[i16]>,
) {
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<T>().write_batch(values, defs, None).unwrap();
    column.close().unwrap();
}

/// A file of ours, and of strangers in every way they write.
pub fn seeds() -> Vec<(String, Vec<u8>)> {
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

#[test]
fn the_parquet_crate_reads_ours() {
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::RowAccessor;
    let all = bars(Timeframe::Hour1, Ts(1_704_067_200_000), 0..1000);
    // Rows at uneven distances, so that differences take bits.
    let ours = without(&without(&all, 3..7), 500..700);
    let id = id(Venue::Upbit, "KRW-BTC", Timeframe::Hour1);
    let file = SerializedFileReader::new(::bytes::Bytes::from(parquet::write(id, &ours).unwrap()))
        .unwrap();
    let rows: Vec<_> = file
        .get_row_iter(None)
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(rows.len(), ours.len());
    for (row, bar) in rows.iter().zip(ours.iter()) {
        assert_eq!(row.get_timestamp_millis(0).unwrap(), bar.open_time.0);
        let prices = [1, 2, 3, 4, 5].map(|column| row.get_double(column).unwrap());
        assert_eq!(prices, [bar.open, bar.high, bar.low, bar.close, bar.volume]);
        assert_eq!(row.get_bool(6).unwrap(), bar.made_up);
    }
    let empty = parquet::write(id, &domain::Bars::new(Timeframe::Hour1)).unwrap();
    assert!(parquet::read(&empty).unwrap().bars.is_empty());
}
