#!/usr/bin/env python3
"""Makes the test sheets of this folder. Run by hand where LibreOffice is installed (apt-get install libreoffice-calc-nogui):

    tests/data/make-sheets.py

The people are invented; their address code 991123 belongs to no place. What LibreOffice writes is kept in the repository, since its output
differs from version to version; the checks of the project do not need it.

  committee.xlsx          附件3 of 12 villages as a clerk keeps it: title rows, village cells merged, some phones typed as numbers, notes below
  committee.csv           the same from LibreOffice in GB18030
  committee-expected.csv  what 附件3 must print, cell by cell, in the order of printing, in UTF-8
"""

import csv
import os
import shutil
import subprocess
import tempfile
from xml.sax.saxutils import escape

HERE = os.path.dirname(os.path.abspath(__file__))
HAS, HASNT = '已办残疾人证', '未办'

# village: (name as written, birth, sequence, phone as written, posts as written, remark as written); what prints differently is given behind.
PEOPLE = [
    ('上河村', [
        ('王建国', '19680412', '101', '13800001001', '主席', ''),
        ('李秀英', '19710923', '102', '13800001002', '副主席', ''),
        ('张伟', '19820115', '103', '13800001003', '委员、专职委员', HAS),
        ('张伟', '19901206', '105', '13800001004', '委员', HAS),
        ('赵小满', '19790830', '104', '13800001005', '委员', ''),
    ]),
    ('下河村', [
        ('孙国强', '19660707', '201', '13800001011', '主席', ''),
        ('刘　娜', '19850218', '202', '13800001012', '副主席', '', {'name': '刘娜'}),
        ('周铁柱', '19750520', '203', '13800001013、13800001014', '委员、专职委员', HAS),
        ('郑玉兰', '19691111', '204', '13800001015', '委员', HASNT),
    ]),
    ('东沟村', [
        ('阿达力·叶尔江', '19770321', '301', '13800001021', '主席', ''),
        ('陈桂香', '19720814', '302', '13800001022', '副主席', ''),
        ('杨树林', '19880105', '303', '13800001023', '委员、专职委员', HAS),
        ('黄丽华', '19930629', '304', '13800001024', '委员', HAS),
        ('吴大勇', '19800930', '305', '13800001025', '委员', ''),
    ]),
    ('西沟村', [
        ('徐长海', '19650228', '401', '13800001031', '主席', ''),
        ('马春花', '19740416', '402', '13800001032', '副主席', ''),
        ('胡志成', '19860603', '403', '13800001033', '委员、专职委员', HAS),
        ('郭小燕', '19910717', '404', '13800001034', '委员', ''),
        ('林东生', '19781224', '405', '13800001035', '委员', ''),
    ]),
    # Not in order of post: 附件3 prints the chair first.
    ('南坪村', [
        ('何秋生', '19700101', '501', '13800001041', '委员', HAS),
        ('高明亮', '19830505', '503', '13800001042', '委员/专职委员', HASNT, {'posts': '委员、专职委员'}),
        ('梁红梅', '19760808', '502', '13800001043', '副主席', ''),
        ('宋德福', '19620202', '505', '13800001044', '主席', ''),
    ]),
    ('北坪村', [
        ('欧阳文秀', '19730312', '602', '13800001051', '主席', ''),
        ('谢家宝', '19811119', '601', '13800001052', '副主席', ''),
        ('韩𠮷', '19840926', '603', '13800001053', '委员、专职委员', HAS),
        ('唐彩凤', '19950408', '604', '13800001054', '委员', HASNT),
        ('冯志刚', '19670615', '605', '', '委员', ''),
    ]),
    ('石桥村', [
        ('董永安', '19640923', '701', '13800001061', '主席', ''),
        ('萧雅琴', '19870713', '702', '13800001062', '副主席', ''),
        ('程有才', '19560307', '001', '13800001063', '委员、专职委员', HAS, {'lower': True}),
        ('曹翠花', '19790525', '704', '13800001064', '委员', HAS),
    ]),
    ('柳林村', [
        ('袁立新', '19720630', '801', '13800001071', '主席', ''),
        ('邓小兰', '19830919', '802', '13800001072', '副主席', ''),
        ('阿卜杜热合曼·买买提依明·阿卜杜克力木·艾合买提江', '19890214', '803', '13800001073', '委员、专职委员', HAS),
        ('许冬梅', '19921221', '804', '13800001074', '委员', HASNT),
        ('傅东方', '19680818', '805', '13800001075', '委员', ''),
    ]),
    ('杨家湾村', [
        ('杨怀德', '19630110', '901', '13800001081', '主席', ''),
        ('杨桂枝', '19750427', '902', '13800001082', '副主席', ''),
        ('杨小军', '19900909', '903', '138 0000 1083', '委员、专职委员', HAS, {'phones': '13800001083'}),
        ('沈玉珍', '19690306', '904', '13800001084', '委员', HAS),
    ]),
    ('大槐树村', [
        ('曾凡荣', '19661012', '111', '13800001091', '主席', ''),
        ('单玉莲', '19780203', '112', '13800001092', '副主席', ''),
        ('仇志远', '19870721', '113', '13800001093', '委员、专职委员', HAS),
        ('解晓梅', '19941130', '114', '13800001094', '委员', HAS),
        ('区伟雄', '19710506', '115', '13800001095', '委员', ''),
    ]),
    ('青山社区', [
        ('彭建军', '19700722', '121', '13800001101', '主席', ''),
        ('吕淑贞', '19770915', '122', '13800001102', '副主席', ''),
        ('苏志成', '19850313', '123', '13800001103', '委员、专职委员', HAS),
        ('卢海燕', '19880604', '124', '13800001104', '委员', HASNT),
        ('蒋文博', '19930108', '125', '13800001105', '委员', ''),
    ]),
    ('云岭社区', [
        ('蔡国栋', '19690816', '131', '13800001111', '主席', ''),
        ('贾丽娟', '19801020', '132', '13800001112', '副主席', ''),
        ('丁保全', '19740611', '133', '13800001113', '委员、专职委员', HAS),
        ('魏　静', '19910528', '134', '13800001114', '委员', HAS, {'name': '魏静'}),
        ('薛振华', '19760423', '135', '13800001115', '委员', ''),
    ]),
]
TITLE = ['附件 3', '村（社区）残协组织人员名单', '2027 年 5 月 20 日前上报']
HEADER = ['村（社区）', '姓名', '身份证号', '联系电话', '所担任的职务', '备注']
NOTES = ['备注', '1、村、社区有专人填写并签字、盖章。', '2、村社区残协指数中残疾人占比不低于 30%', '3、备注栏注明是否办理残疾人证',
         '4、村委人口在 1000 人以上的增设三名（至少一名残疾人）委员']
RANK = {'主席': 1, '副主席': 2, '委员、专职委员': 3, '委员': 4}
# A name field holds 50 bytes, 25 characters: the longest that an office meets.
LONG = PEOPLE[7][1][2][0]


def citizen_id(birth, sequence):
    """GB 11643: 17 digits and the check character (ISO 7064 MOD 11-2)."""
    body = '991123' + birth + sequence
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + '10X98765432'[sum(int(d) * w for d, w in zip(body, weights)) % 11]


def cell(text, number=False, span=0, rows=0):
    tag = '<table:table-cell'
    if span:
        tag += f' table:number-columns-spanned="{span}" table:number-rows-spanned="1"'
    if rows > 1:
        tag += f' table:number-columns-spanned="1" table:number-rows-spanned="{rows}"'
    if not text:
        return tag + '/>'
    kind = f'float" office:value="{text}' if number else 'string'
    return f'{tag} office:value-type="{kind}"><text:p>{escape(text)}</text:p></table:table-cell>'


def committee_fods():
    rows = [[cell(line, span=6)] + ['<table:covered-table-cell/>'] * 5 for line in TITLE]
    rows.append([cell(text) for text in HEADER])
    n = 0
    for village, people in PEOPLE:
        for i, (name, birth, sequence, phone, posts, remark, *other) in enumerate(people):
            number = citizen_id(birth, sequence)
            if other and other[0].get('lower'):
                number = number.lower()
            n += 1
            rows.append([cell(village, rows=len(people)) if i == 0 else '<table:covered-table-cell/>', cell(name), cell(number),
                         cell(phone, number=phone.isdigit() and n % 3 == 0), cell(posts), cell(remark)])
    rows.append([cell('')])
    rows += [[cell(line, span=6)] + ['<table:covered-table-cell/>'] * 5 for line in NOTES]
    body = ''.join('<table:table-row>' + ''.join(row) + '</table:table-row>' for row in rows)
    return f'''<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:body><office:spreadsheet><table:table table:name="附件3"><table:table-column table:number-columns-repeated="6"/>{body}</table:table>
</office:spreadsheet></office:body></office:document>'''


def expected():
    for village, people in PEOPLE:
        printed = []
        for name, birth, sequence, phone, posts, remark, *other in people:
            other = other[0] if other else {}
            printed.append([village, other.get('name', name), citizen_id(birth, sequence), other.get('phones', phone), other.get('posts', posts), remark])
        yield from sorted(printed, key=lambda row: RANK[row[4]])


def convert(folder, source, target, words):
    subprocess.run(['soffice', '-env:UserInstallation=file://' + os.path.join(folder, 'profile'), '--headless', '--convert-to', words,
                    '--outdir', folder, source], check=True, stdout=subprocess.DEVNULL)
    shutil.move(os.path.join(folder, os.path.basename(source).rsplit('.', 1)[0] + '.' + words.split(':')[0]), os.path.join(HERE, target))


def main():
    assert len(LONG) == 25, len(LONG)
    assert citizen_id('19560307', '001') == '99112319560307001X'
    with open(os.path.join(HERE, 'committee-expected.csv'), 'w', newline='', encoding='utf-8') as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(expected())
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, 'committee.fods')
        with open(source, 'w', encoding='utf-8') as file:
            file.write(committee_fods())
        convert(folder, source, 'committee.xlsx', 'xlsx:Calc MS Excel 2007 XML')
        # 44 comma, 34 quote, 85 GB 18030, from line 1, text as shown
        convert(folder, source, 'committee.csv', 'csv:Text - txt - csv (StarCalc):44,34,85,1,,0,false,true')


if __name__ == '__main__':
    main()
