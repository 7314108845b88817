"""Three feeds as the web serves them: RSS 2.0, Atom and a podcast."""

RSS = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel>
<title>Product weekly</title><link>https://example.org/</link><description>News</description>
<item><title>Say no &amp; mean it</title><link>https://example.org/no</link>
<guid isPermaLink="false">no-1</guid><pubDate>Tue, 17 Nov 2026 08:30:00 GMT</pubDate>
<category>Prioritisation</category>
<description>&lt;p&gt;Every yes costs a &lt;b&gt;no&lt;/b&gt;.&lt;/p&gt;</description></item>
<item><title>What a roadmap promises</title><link>https://example.org/roadmap</link>
<guid>https://example.org/roadmap</guid><pubDate>Mon, 16 Nov 2026 08:30:00 GMT</pubDate>
<description>Nothing, if it is honest.</description></item>
</channel></rss>
"""

ATOM = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Field notes</title><id>tag:example.org,2026:notes</id>
<updated>2026-11-20T10:00:00Z</updated>
<entry><id>tag:example.org,2026:customers</id><title>Talk to five customers a week</title>
<link href="https://example.org/customers?a=1&amp;b=2"/><updated>2026-11-20T10:00:00Z</updated>
<category term="Discovery"/><author><name>Ada</name></author>
<content type="html">&lt;p&gt;Half an hour each,
and &lt;a href="https://example.org/how"&gt;no slides&lt;/a&gt;:&lt;/p&gt;
&lt;ul&gt;&lt;li&gt;ask for stories&lt;/li&gt;&lt;li&gt;write them down&lt;/li&gt;&lt;/ul&gt;</content>
</entry>
<entry><id>tag:example.org,2026:trio</id><title>The trio decides</title>
<link href="https://example.org/trio"/><updated>2026-11-19T10:00:00Z</updated>
<summary>Three people, one goal.</summary></entry>
</feed>
"""

PODCAST = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>
<title>Product talk</title><link>https://example.org/talk</link><description>Talks</description>
<item><title>Hiring your first product manager</title><guid isPermaLink="false">talk-7</guid>
<pubDate>Wed, 18 Nov 2026 06:00:00 GMT</pubDate><itunes:duration>53:10</itunes:duration>
<enclosure url="https://example.org/talk-7.mp3" type="audio/mpeg" length="51000000"/></item>
</channel></rss>
"""
