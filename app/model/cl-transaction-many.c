#include "cl-config.h"

#include "cl-transaction-private.h"

#include "cl-database-private.h"
#include "cl-journal-private.h"

/**
 * cl_transaction_expect_many:
 * @transaction: the write under way
 *
 * Says that many new records are to come: from here on a thread of its own inserts them while the caller makes the next. Nothing else changes: whoever reads by the
 * transaction's connection finds all that was saved before, and waits for it. A record that cannot be inserted is told of by a later call, at the latest by the
 * commit. Writer thread.
 */
void
cl_transaction_expect_many (ClTransaction *transaction)
{
  cl_recording_begin_queue (cl_transaction_get_recording (transaction));
}

/**
 * cl_transaction_mark:
 * @transaction: the write under way
 * @mark: what the records that are saved from here on come from, as a row of a sheet; not 0
 *
 * After cl_transaction_expect_many() a record that cannot be inserted is told of late: cl_transaction_get_failed() says which it was. Writer thread.
 */
void
cl_transaction_mark (ClTransaction *transaction, guint mark)
{
  cl_recording_set_mark (cl_transaction_get_recording (transaction), mark);
}

/**
 * cl_transaction_get_failed:
 * @transaction: the write under way, of which a call failed
 *
 * Writer thread.
 *
 * Returns: the mark of the record that could not be inserted; 0 where what failed was told of at once
 */
guint
cl_transaction_get_failed (ClTransaction *transaction)
{
  return cl_recording_get_failed (cl_transaction_get_recording (transaction));
}

/**
 * cl_transaction_settle:
 * @transaction: the write under way
 * @error: return location
 *
 * Waits until all that was saved is inserted. The commit does so too; but a record that cannot be is then told of by nobody who knows its mark. Writer thread.
 *
 * Returns: whether all of it could be
 */
gboolean
cl_transaction_settle (ClTransaction *transaction, GError **error)
{
  return cl_database_claim (cl_transaction_get_database (transaction), error);
}
