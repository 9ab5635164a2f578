//! Writing a file of ours: one row group, six columns without a dictionary, and a footer that says whose bars they are.

use super::ParquetError;
use crate::SCHEMA;
use crate::series::SeriesId;
use domain::Bars;
use parquet::basic::{Compression, Encoding, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::column::writer::ColumnWriterImpl;
use parquet::data_type::{BoolType, DataType, DoubleType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{ColumnPath, PrimitiveTypeBuilder, Type};
use std::io::Write;
use std::sync::Arc;

/// Keys of the metadata.
pub(super) const KEYS: [&str; 4] = [
    "backcast.schema",
    "backcast.venue",
    "backcast.symbol",
    "backcast.timeframe",
];

/// The columns in their order.
pub(super) const COLUMNS: [&str; 7] = ["time", "open", "high", "low", "close", "volume", "made_up"];

/// Bars as one Parquet file: `time` as timestamp[ms, UTC], `open`, `high`, `low`, `close`, `volume` as doubles, `made_up` as
/// booleans, and venue, symbol, timeframe and schema as key-value metadata. The same bars give the same bytes on every target.
pub fn write(id: SeriesId, bars: &Bars) -> Result<Vec<u8>, ParquetError> {
    write_file(id, bars).map_err(|error| ParquetError::Write(error.to_string()))
}

fn write_file(id: SeriesId, bars: &Bars) -> parquet::errors::Result<Vec<u8>> {
    let properties = Arc::new(properties(id));
    let mut bytes = Vec::with_capacity(4096 + 32 * bars.len());
    let mut file = SerializedFileWriter::new(&mut bytes, Arc::new(schema()?), properties)?;
    let mut group = file.next_row_group()?;
    column::<Int64Type, _>(&mut group, bars.open_time())?;
    for prices in [
        bars.open(),
        bars.high(),
        bars.low(),
        bars.close(),
        bars.volume(),
    ] {
        column::<DoubleType, _>(&mut group, prices)?;
    }
    column::<BoolType, _>(&mut group, bars.made_up())?;
    group.close()?;
    file.close()?;
    Ok(bytes)
}

fn column<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[T::T],
) -> parquet::errors::Result<()> {
    let missing = || parquet::errors::ParquetError::General("a column is missing".to_owned());
    let mut column = group.next_column()?.ok_or_else(missing)?;
    let typed: &mut ColumnWriterImpl<'_, T> = column.typed::<T>();
    typed.write_batch(values, None, None)?;
    column.close()
}

fn schema() -> parquet::errors::Result<Type> {
    let time = LogicalType::timestamp(true, TimeUnit::MILLIS);
    let mut fields = vec![Arc::new(
        required("time", Physical::INT64)
            .with_logical_type(Some(time))
            .build()?,
    )];
    for name in ["open", "high", "low", "close", "volume"] {
        fields.push(Arc::new(required(name, Physical::DOUBLE).build()?));
    }
    fields.push(Arc::new(required("made_up", Physical::BOOLEAN).build()?));
    Type::group_type_builder("bars").with_fields(fields).build()
}

fn required(name: &str, kind: Physical) -> PrimitiveTypeBuilder<'_> {
    Type::primitive_type_builder(name, kind).with_repetition(Repetition::REQUIRED)
}

fn properties(id: SeriesId) -> WriterProperties {
    let values = [
        SCHEMA.to_string(),
        id.venue.id().to_owned(),
        id.symbol.to_string(),
        id.timeframe.to_string(),
    ];
    let metadata = KEYS.into_iter().zip(values);
    let metadata = metadata.map(|(key, value)| KeyValue::new(key.to_owned(), value));
    WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_created_by("backcast".to_owned())
        .set_compression(Compression::LZ4_RAW)
        .set_dictionary_enabled(false)
        .set_encoding(Encoding::BYTE_STREAM_SPLIT)
        .set_column_encoding(ColumnPath::from("made_up"), Encoding::PLAIN)
        .set_column_encoding(ColumnPath::from("time"), Encoding::DELTA_BINARY_PACKED)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_column_statistics_enabled(ColumnPath::from("time"), EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_data_page_size_limit(1 << 20)
        .set_data_page_row_count_limit(usize::MAX)
        .set_write_batch_size(1 << 16)
        .set_max_row_group_row_count(None)
        .set_key_value_metadata(Some(metadata.collect()))
        .build()
}
