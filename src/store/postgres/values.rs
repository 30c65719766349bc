//! Cells as the driver takes and gives them.

use bytes::BytesMut;
use tokio_postgres::Row;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::super::error::StoreError;
use super::super::sql::{SqlRow, SqlValue};

impl ToSql for SqlValue {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(n) => n.to_sql(kind, out),
            Self::Text(t) => t.to_sql(kind, out),
        }
    }

    fn accepts(_kind: &Type) -> bool {
        // Each value is sent as the kind it is prepared with.
        true
    }

    to_sql_checked!();
}

/// A row as every engine gives it.
pub(super) fn read_row(found: &Row) -> Result<SqlRow, StoreError> {
    let mut cells = Vec::with_capacity(found.len());
    for (n, column) in found.columns().iter().enumerate() {
        let kind = column.type_();
        let cell = if *kind == Type::INT8 {
            found.try_get::<_, Option<i64>>(n).map(SqlValue::from)
        } else if *kind == Type::INT4 {
            let cell = found.try_get::<_, Option<i32>>(n);
            cell.map(|n| n.map(i64::from).into())
        } else if *kind == Type::BOOL {
            found.try_get::<_, Option<bool>>(n).map(SqlValue::from)
        } else {
            found.try_get::<_, Option<String>>(n).map(SqlValue::from)
        };
        cells.push(cell.map_err(|e| StoreError::damaged(e.to_string()))?);
    }
    Ok(SqlRow::new(cells))
}
