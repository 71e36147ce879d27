#include "cl-spoken.h"

#include <string.h>

/* A character, and how people tell it from others that sound the same; surnames by their parts, as they are told on the telephone. */
static const char characters[] =
  "王三横王 李木子李 张弓长张 章立早章 刘文刀刘 陈耳东陈 杨木易杨 黄草头黄 赵走之赵 "
  "吴口天吴 周周到的周 徐双人徐 孙子小孙 马牛马的马 朱朱红的朱 胡古月胡 郭享耳郭 "
  "何人可何 林双木林 高高低的高 罗四夕罗 郑关耳郑 梁栋梁的梁 谢感谢的谢 宋宝盖木宋 "
  "唐唐朝的唐 许言午许 邓又耳邓 韩韩国的韩 冯两点马冯 曹曹操的曹 彭彭湃的彭 "
  "曾曾经的曾 肖小月肖 萧草头肃的萧 田田地的田 董草重董 潘三点水番的潘 袁土口衣袁 "
  "蔡草头祭的蔡 蒋草将蒋 余人示余 于干勾于 俞人则俞 虞虞美人的虞 杜木土杜 叶口十叶 "
  "程禾呈程 魏委鬼魏 苏苏州的苏 吕双口吕 丁甲乙丙丁的丁 任任务的任 卢上户卢 姚女兆姚 "
  "沈三点水沈 钟金中钟 姜美女姜 崔山佳崔 谭言西早谭 陆陆地的陆 范草头范 "
  "汪三点水王的汪 廖广字头廖 石石头的石 金金银的金 贾西贝贾 夏夏天的夏 韦韦编三绝的韦 "
  "付付出的付 傅师傅的傅 方四方的方 白黑白的白 邹皱耳邹 孟孟子的孟 熊狗熊的熊 "
  "秦秦朝的秦 邱丘耳邱 丘山丘的丘 江长江的江 尹伊人去人的尹 薛草头薛 闫门三闫 "
  "阎阎王的阎 段段落的段 雷雷雨的雷 侯侯爵的侯 龙龙凤的龙 史历史的史 陶陶器的陶 "
  "黎黎明的黎 贺加贝贺 顾照顾的顾 毛毛笔的毛 郝赤耳郝 龚龙共龚 邵召耳邵 万千万的万 "
  "钱金钱的钱 严严格的严 覃西早覃 武武术的武 戴穿戴的戴 莫莫非的莫 孔孔子的孔 "
  "向方向的向 汤喝汤的汤 常平常的常 温温暖的温 康健康的康 施施工的施 文文化的文 "
  "牛牛羊的牛 樊木爻大樊 葛诸葛的葛 邢开耳邢 安平安的安 齐整齐的齐 易容易的易 "
  "乔乔木的乔 伍队伍的伍 庞广龙庞 颜颜色的颜 倪人字旁儿的倪 庄村庄的庄 聂双耳聂 "
  "鲁鱼日鲁 岳丘山岳 翟羽隹翟 殷殷切的殷 詹詹天佑的詹 申申请的申 欧欧洲的欧 耿耳火耿 "
  "关关门的关 兰兰花的兰 焦焦点的焦 柳柳树的柳 左左右的左 甘甘甜的甘 祝祝福的祝 "
  "包书包的包 宁安宁的宁 尚高尚的尚 符符号的符 舒舒服的舒 阮耳元阮 柯木可柯 "
  "纪纪律的纪 梅梅花的梅 童儿童的童 凌两点水凌 毕毕业的毕 单单独的单 季季节的季 "
  "裴非衣裴 霍雨佳霍 涂三点水余的涂 成成功的成 苗禾苗的苗 谷山谷的谷 曲歌曲的曲 "
  "盛茂盛的盛 冉冉冉升起的冉 翁公羽翁 蓝蓝天的蓝 路道路的路 游游泳的游 辛辛苦的辛 "
  "靳革斤靳 管管理的管 柴木柴的柴 蒙蒙古的蒙 鲍鱼包鲍 华中华的华 喻比喻的喻 祁示耳祁 "
  "蒲草头蒲 房房屋的房 滕滕王阁的滕 屈屈原的屈 饶富饶的饶 解解放的解 牟牟利的牟 "
  "艾草头艾 尤尤其的尤 阳太阳的阳 时时间的时 穆肃穆的穆 农农民的农 司公司的司 "
  "卓卓越的卓 古古代的古 吉吉祥的吉 缪绸缪的缪 简简单的简 车车马的车 项项目的项 "
  "连连接的连 芦芦苇的芦 麦小麦的麦 褚衣者褚 娄米女娄 窦穴字头窦 戚亲戚的戚 岑山今岑 "
  "景风景的景 党党员的党 宫宫殿的宫 费费用的费 卜萝卜的卜 冷冷热的冷 晏日安晏 "
  "席主席的席 卫保卫的卫 米大米的米 柏松柏的柏 宗祖宗的宗 瞿双目佳瞿 桂桂花的桂 "
  "全安全的全 佟人字旁冬的佟 应应该的应 臧臧否的臧 闵门文闵 苟草句苟 邬乌耳邬 "
  "边边疆的边 卞下加点的卞 姬女字旁姬 师老师的师 和和平的和 仇人九仇 栾亦木栾 "
  "隋耳字旁隋 商商量的商 刁刁难的刁 沙沙土的沙 荣光荣的荣 巫巫山的巫 寇宝盖寇 "
  "桑桑树的桑 郎女郎的郎 甄西土瓦甄 丛草丛的丛 仲人中仲 敖敖包的敖 巩巩固的巩 "
  "明明亮的明 佘人示佘 池水池的池 查检查的查 麻麻布的麻 苑文苑的苑 迟迟到的迟 "
  "邝广耳邝 伟伟大的伟 芳芬芳的芳 娜女那娜 秀秀丽的秀 英英雄的英 敏敏捷的敏 "
  "静安静的静 丽美丽的丽 强坚强的强 磊三石磊 军军队的军 洋海洋的洋 勇勇敢的勇 "
  "艳鲜艳的艳 杰木字下四点的杰 娟婵娟的娟 涛波涛的涛 超超过的超 霞彩霞的霞 平平安的平 "
  "刚刚强的刚 玉玉石的玉 红红色的红 建建设的建 国国家的国 志志气的志 春春天的春 "
  "花花朵的花 海大海的海 燕燕子的燕 云白云的云 飞飞翔的飞 鹏大鹏的鹏 辉光辉的辉 "
  "斌文武斌 彬彬彬有礼的彬 兵士兵的兵 宾宾客的宾 滨海滨的滨 波波浪的波 玲王令玲 "
  "凤凤凰的凤 珍珍珠的珍 琴钢琴的琴 莲莲花的莲 翠翠绿的翠 雪白雪的雪 爱爱心的爱 "
  "香香味的香 月月亮的月 莉草头利的莉 璐王路璐 婷女亭婷 慧智慧的慧 惠恩惠的惠 "
  "会开会的会 洁清洁的洁 颖聪颖的颖 健健康的健 俊英俊的俊 峰山峰的峰 锋刀锋的锋 "
  "枫枫树的枫 丰丰收的丰 宇宇宙的宇 雨下雨的雨 浩浩大的浩 昊日天昊 皓洁白的皓 "
  "轩气宇轩昂的轩 然自然的然 子子女的子 梓木辛梓 涵包涵的涵 欣欣赏的欣 鑫三金鑫 "
  "怡心旷神怡的怡 佳佳节的佳 家家庭的家 嘉嘉奖的嘉 瑞祥瑞的瑞 睿睿智的睿 晨早晨的晨 "
  "辰星辰的辰 博博士的博 鸿鸿雁的鸿 宏宏大的宏 洪洪水的洪 立站立的立 力力量的力 "
  "利胜利的利 生生活的生 胜胜利的胜 升上升的升 德道德的德 福幸福的福 贵富贵的贵 "
  "才人才的才 财财富的财 发发展的发 旺兴旺的旺 祥吉祥的祥 森三木森 东东方的东 "
  "西东西的西 南南方的南 北北方的北 中中国的中 正正直的正 义义气的义 仁仁爱的仁 "
  "礼礼貌的礼 智智慧的智 信信用的信 忠忠心的忠 孝孝顺的孝 勤勤劳的勤 俭节俭的俭 "
  "光光明的光 小大小的小 大大小的大 长长短的长 永永远的永 新新旧的新 学学习的学 "
  "进前进的进 民人民的民 年年月的年 庆国庆的庆 喜喜欢的喜 乐快乐的乐 顺顺利的顺 "
  "保保护的保 满满意的满 秋秋天的秋 冬冬天的冬 兴高兴的兴 振振兴的振 世世界的世 "
  "有有无的有 天天地的天 根树根的根 素朴素的素 淑贤淑的淑 菊菊花的菊 萍浮萍的萍 "
  "蓉芙蓉的蓉 倩倩影的倩 媛名媛的媛 姗姗姗来迟的姗 琳王林琳 琪王其琪 瑶瑶池的瑶 "
  "彤红彤彤的彤 晓知晓的晓 亮明亮的亮 旭旭日的旭 虎老虎的虎 豪豪杰的豪 凯凯旋的凯 "
  "帅元帅的帅 达到达的达 远远近的远 清清水的清 青青草的青 卿卿家的卿 诚诚实的诚 "
  "城城市的城 功功劳的功 业事业的业 堃双方土堃 喆双吉喆 垚三土垚 淼三水淼 焱三火焱 ";

/* The groups in which a number is said. */
static const char *
get_groups (ClFieldType type, gsize length)
{
  switch (type)
    {
    case CL_FIELD_CITIZEN_ID:
      return length == 18 ? "684" : NULL;
    case CL_FIELD_CERTIFICATE:
      return length == 20 ? "6842" : NULL;
    case CL_FIELD_PHONE:
      return length == 11 ? "344" : NULL;
    default:
      return NULL;
    }
}

/**
 * cl_spoken_number:
 * @type: what kind of number
 * @text: the number as it is shown
 *
 * Returns: (transfer full): the number in groups, with blanks between
 */
char *
cl_spoken_number (ClFieldType type, const char *text)
{
  const char *groups = strchr (text, '*') == NULL ? get_groups (type, strlen (text)) : NULL;
  GString *said;

  if (groups == NULL)
    return g_strdup (text);
  said = g_string_new (NULL);
  for (const char *group = groups; *group != '\0'; text += *group - '0', group++)
    {
      if (said->len > 0)
        g_string_append_c (said, ' ');
      g_string_append_len (said, text, *group - '0');
    }
  return g_string_free (said, FALSE);
}

static const char *
find_words (const char *character, gsize length)
{
  const char *next;

  for (const char *entry = characters; entry != NULL && *entry != '\0'; entry = next)
    {
      next = strchr (entry, ' ');
      next = next != NULL ? next + 1 : NULL;
      if (strncmp (entry, character, length) == 0)
        return entry + length;
    }
  return NULL;
}

/**
 * cl_spoken_explain:
 * @name: a name
 *
 * Characters that the table does not have stand for themselves: the screen reader has them.
 *
 * Returns: (transfer full): each character of @name with the words by which it is told from others
 */
char *
cl_spoken_explain (const char *name)
{
  GString *said = g_string_new (NULL);

  for (const char *c = name; *c != '\0'; c = g_utf8_next_char (c))
    {
      gsize length = (gsize) (g_utf8_next_char (c) - c);
      const char *words = g_unichar_iswide (g_utf8_get_char (c)) ? find_words (c, length) : NULL;

      if (g_unichar_isspace (g_utf8_get_char (c)))
        continue;
      if (said->len > 0)
        g_string_append (said, "；");
      g_string_append_len (said, c, (gssize) length);
      if (words != NULL)
        g_string_append_printf (said, "：%.*s", (int) strcspn (words, " "), words);
    }
  return g_string_free (said, FALSE);
}
