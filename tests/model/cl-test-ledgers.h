#pragma once

/* Small ledgers in which the store's traps can be stepped into: an archive room. */

#define SHELF_XML \
  "<ledger version='1' name='shelf' title='Shelves' header='架' called='name' order='name' columns='name'>" \
  "<field name='name' type='text' label='Name' known-as='名称' required='yes'/>" \
  "</ledger>"

#define FOLDER_FIELDS \
  "<field name='name' type='text' label='Name' known-as='题名' required='yes'/>" \
  "<field name='shelf' type='reference' to='shelf' label='Shelf' known-as='架'/>" \
  "<field name='pages' type='integer' label='Pages' known-as='页数'/>" \
  "<field name='holder' type='phone' label='Phone' known-as='电话' private='phone'/>" \
  "<field name='words' type='text' several='yes' label='Words' known-as='主题词'/>" \
  "<field name='others' type='reference' to='shelf' several='yes' label='Other shelves' known-as='其他架'/>" \
  "<field name='next' type='reference' to='folder' label='Next' known-as='下一卷'/>"

#define FOLDER_XML_WITH(more) \
  "<ledger version='1' name='folder' title='Folders' header='卷' called='name' order='name' columns='name shelf pages' match='name'>" \
  FOLDER_FIELDS more \
  "<dated into='placing' owner='folder' fields='shelf words'/>" \
  "</ledger>"
#define FOLDER_XML FOLDER_XML_WITH ("")

#define SHEET_XML \
  "<ledger version='1' name='sheet' title='Sheets' header='页' called='name' part-of='folder' columns='name'>" \
  "<field name='folder' type='reference' to='folder' label='Folder' known-as='卷' required='yes'/>" \
  "<field name='name' type='text' label='Name' known-as='名称'/>" \
  "<field name='copy_of' type='reference' to='sheet' label='Copy of' known-as='副本'/>" \
  "</ledger>"

#define PLACING_XML \
  "<ledger version='1' name='placing' title='Placings' header='存放记录' called='shelf' part-of='folder' columns='shelf start end'>" \
  "<field name='folder' type='reference' to='folder' label='Folder' known-as='卷' required='yes'/>" \
  "<field name='shelf' type='reference' to='shelf' label='Shelf' known-as='架'/>" \
  "<field name='words' type='text' several='yes' label='Words' known-as='主题词'/>" \
  "<field name='start' type='date' label='Start' known-as='起'/>" \
  "<field name='end' type='date' label='End' known-as='止'/>" \
  "</ledger>"

#define cl_test_store_new_archive() \
  cl_test_store_new_described ("ledgers/shelf.xml", SHELF_XML, "ledgers/folder.xml", FOLDER_XML, \
                               "ledgers/sheet.xml", SHEET_XML, "ledgers/placing.xml", PLACING_XML, NULL)
