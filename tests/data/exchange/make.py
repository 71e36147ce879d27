#!/usr/bin/python3
"""Makes the sheets of this folder by the programs that offices have them from. Run by hand on Debian 12:

    apt-get install locales libreoffice-calc-nogui python3-uno gnumeric python3-openpyxl libxlsxwriter-dev
    tests/data/exchange/make.py

What the programs write is kept in the repository, since it differs from version to version; the tests need only the files. What the rows of each must be
stands in tests/exchange/test-sheet-files.c. The people are invented; their address code 991123 belongs to no place.
"""

import datetime
import os
import shutil
import subprocess
import tempfile
import time

import openpyxl
import uno
from com.sun.star.beans import NamedValue, PropertyValue
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = os.path.dirname(os.path.abspath(__file__))
PASSWORD = 'canlian'

# File, LibreOffice's filter, its options, password
OFFICE = [
    ('libreoffice.xlsx', 'Calc MS Excel 2007 XML', '', ''),
    ('libreoffice.ods', 'calc8', '', ''),
    ('libreoffice.fods', 'OpenDocument Spreadsheet Flat XML', '', ''),
    ('libreoffice-97.xls', 'MS Excel 97', '', ''),
    ('libreoffice-html.xls', 'HTML (StarCalc)', '', ''),
    # 44 comma, 9 tab, 34 quote; 76 UTF-8, 85 GB 18030, 65535 UTF-16; from line 1, columns as they are, language, quote all, as shown, formulas, spaces, sheet 3, BOM
    ('libreoffice-gb18030.csv', 'Text - txt - csv (StarCalc)', '44,34,85,1,,0,false,true,false,false,false,3', ''),
    ('libreoffice-utf16.txt', 'Text - txt - csv (StarCalc)', '9,34,65535,1,,0,false,true,false,false,false,3', ''),
    ('protected.ods', 'calc8', '', PASSWORD),
    ('protected.xlsx', 'Calc MS Excel 2007 XML', '', PASSWORD),
    ('protected.xls', 'MS Excel 97', '', PASSWORD),
    ('document.pdf', 'calc_pdf_Export', '', ''),
]
GNUMERIC = [
    ('gnumeric.xlsx', 'Gnumeric_Excel:xlsx2'),
    ('gnumeric-95.xls', 'Gnumeric_Excel:excel_biff7'),
    ('gnumeric-97.xls', 'Gnumeric_Excel:excel_biff8'),
    ('gnumeric-both.xls', 'Gnumeric_Excel:excel_dsf'),
    ('gnumeric.ods', 'Gnumeric_OpenCalc:odf'),
    ('gnumeric-html.xls', 'Gnumeric_html:html40'),
    ('gnumeric-xhtml.xls', 'Gnumeric_html:xhtml'),
]


def libxlsxwriter(folder):
    program = os.path.join(folder, 'make')
    subprocess.run(['cc', '-o', program, os.path.join(HERE, 'make.c'), '-lxlsxwriter', '-lm'], check=True)
    subprocess.run([program, os.path.join(HERE, 'libxlsxwriter.xlsx')], check=True)


def openpyxl_book(name, epoch=None):
    """Dates and texts by openpyxl, which writes formulas without what they come to."""
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    sheet = book.active
    sheet.title = '花名册'
    sheet.append(['村', '姓名', '身份证号', '出生日期', '低保', '补贴', '合计'])
    sheet.append(['上河村', '张伟', '99112319560307001X', datetime.date(1956, 3, 7), True, 1234.5, '=F2*2'])
    sheet.append([None, '阿达力·叶尔江', 991123195603070028, datetime.datetime(2012, 2, 29, 9, 30), False, -3, '=F3*2'])
    sheet.append(['下河村', '韩𠮷', '=NA()', datetime.date(2021, 12, 31), '是', 1e-7, None])
    sheet.merge_cells('A2:A3')
    sheet.column_dimensions['F'].hidden = True
    book.save(os.path.join(HERE, name))


def office(folder):
    pipe = 'canlian-make'
    server = subprocess.Popen(['soffice', '-env:UserInstallation=file://' + os.path.join(folder, 'profile'), '--headless', '--norestore',
                               '--accept=pipe,name=' + pipe + ';urp;'], stdout=subprocess.DEVNULL)
    resolver = uno.getComponentContext().ServiceManager.createInstance('com.sun.star.bridge.UnoUrlResolver')
    for _ in range(120):
        try:
            context = resolver.resolve('uno:pipe,name=' + pipe + ';urp;StarOffice.ComponentContext')
            break
        except Exception:
            time.sleep(0.5)
    desktop = context.ServiceManager.createInstance('com.sun.star.frame.Desktop')

    def words(**named):
        return tuple(PropertyValue(Name=name, Value=value) for name, value in named.items() if value != '')

    source = os.path.join(folder, 'libxlsxwriter.xlsx')
    shutil.copy(os.path.join(HERE, 'libxlsxwriter.xlsx'), source)
    book = desktop.loadComponentFromURL('file://' + source, '_blank', 0, words(Hidden=True))
    book.calculateAll()
    for name, form, options, password in OFFICE:
        # Of .xlsx the password is told in its own way.
        secret = uno.Any('[]com.sun.star.beans.NamedValue', (NamedValue('CryptoType', 'Standard'), NamedValue('OOXPassword', password))) if password and name.endswith('.xlsx') else ''
        book.storeToURL('file://' + os.path.join(HERE, name),
                        words(FilterName=form, FilterOptions=options, Password='' if secret else password, EncryptionData=secret, Overwrite=True))
    book.close(True)
    # The filter may number the sheets into the name.
    for name in os.listdir(HERE):
        if '-花名册.' in name:
            os.replace(os.path.join(HERE, name), os.path.join(HERE, name.replace('-花名册', '')))
    try:
        desktop.terminate()
    except Exception:
        pass
    server.wait()


def gnumeric():
    """The code page of BIFF 5 goes by the language."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(['localedef', '-i', 'zh_CN', '-f', 'UTF-8', os.path.join(folder, 'zh_CN.UTF-8')], check=True)
        for name, form in GNUMERIC:
            chinese = {'LOCPATH': folder, 'LC_ALL': 'zh_CN.UTF-8', 'LANGUAGE': 'en'} if name == 'gnumeric-95.xls' else {}
            subprocess.run(['ssconvert', '--recalc', '-T', form, os.path.join(HERE, 'libxlsxwriter.xlsx'), os.path.join(HERE, name)], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **chinese})


def main():
    with tempfile.TemporaryDirectory() as folder:
        libxlsxwriter(folder)
        openpyxl_book('openpyxl.xlsx')
        openpyxl_book('openpyxl-1904.xlsx', CALENDAR_MAC_1904)
        office(folder)
    gnumeric()


if __name__ == '__main__':
    main()
