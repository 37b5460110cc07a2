using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Scanner.Core;
using Scanner.Core.Posture;
using Scanner.Publishing.Documents;
using Scanner.Publishing.Formats;
using Scanner.Publishing.Terminal;
using Scanner.Publishing.Tests.Terminal;
using YamlDotNet.RepresentationModel;

namespace Scanner.Publishing.Tests.Formats;

/// <summary>No format writes what a reader would not see, and programs get the values as they are.</summary>
public sealed class HiddenTextTests
{
    private const string Evil = "x\u202e\u2066\u200b\ufeff\u00ad\u00a0\ufe0f\u2028\u0085\u007f\u001b[2J\n\t\"'\\ü名😀\U000e0041";

    public static TheoryData<string> Formats => new("json", "yaml", "table", "table all", "rbac", "probe");

    [Theory]
    [MemberData(nameof(Formats))]
    public void Write_HostileNames_HidesNothing(string format)
    {
        foreach (var result in new[] { ScreenSamples.Of("hostile"), Renamed() })
            Assert.All(Write(Writer(format), result).Split('\n'), line => Assert.True(PlainText.IsVisible(line), line));
    }

    [Fact]
    public void Json_HostileNames_KeepTheirValue()
    {
        var text = Write(new JsonResultWriter(), Renamed());
        Assert.Equal(Evil, JsonDocument.Parse(text).RootElement.GetProperty("namespaces")[0].GetProperty("name").GetString());
        Assert.Contains("\\u202e", text, StringComparison.Ordinal);
        // What everybody can read stays readable.
        Assert.Contains("'\\\\ü名", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Yaml_HostileNames_KeepTheirValue()
    {
        var yaml = new YamlStream();
        var text = Write(new YamlResultWriter(), Renamed());
        yaml.Load(new StringReader(text));
        Assert.Equal(Evil, ((YamlScalarNode)yaml.Documents[0].RootNode["namespaces"][0]["name"]).Value);
        Assert.Contains("\\u202e", text, StringComparison.Ordinal);
        Assert.Contains("\\U0001F600", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Encoder_EveryCharacter_IsVisibleAndComesBack()
    {
        var options = new JsonSerializerOptions { Encoder = VisibleJsonEncoder.Instance };
        for (var i = 0; i <= 0xffff; i++)
        {
            if (char.IsSurrogate((char)i))
                continue;
            var text = string.Create(CultureInfo.InvariantCulture, $"a{(char)i}b");
            var json = JsonSerializer.Serialize(text, options);
            Assert.True(PlainText.IsVisible(json), $"{i:x4}: {json}");
            Assert.Equal(text, JsonSerializer.Deserialize<string>(json));
            Assert.Equal(json, $"\"{JsonEncodedText.Encode(Encoding.UTF8.GetBytes(text), VisibleJsonEncoder.Instance)}\"");
        }
    }

    private static ScanResult Renamed()
    {
        var result = ScreenSamples.Of("hostile");
        var posture = result.Namespaces[0];
        var target = posture.Targets[0];
        var probe = target.Probes[0] with { Message = Evil, Image = Evil, Warnings = [Evil] };
        return result with { Namespaces = [posture with { Name = Evil, Targets = [target with { Pod = Evil, Workload = Evil, Probes = [probe] }] }] };
    }

    private static IResultWriter Writer(string format) => format switch
    {
        "json" => new JsonResultWriter(),
        "yaml" => new YamlResultWriter(),
        "rbac" => new RbacTableWriter(TerminalTraits.None, verified: false, new TableView(All: true), o => (int)o),
        "probe" => new ProbeResultWriter(Evil),
        _ => new TableResultWriter(TerminalTraits.None, new FakeTimeProvider(Samples.Now), new TableView(All: format != "table"), o => (int)o),
    };

    private static string Write(IResultWriter writer, ScanResult result)
    {
        using var text = new StringWriter { NewLine = "\n" };
        writer.Write(result, text);
        return text.ToString();
    }
}
