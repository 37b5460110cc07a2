using Microsoft.Extensions.Time.Testing;
using Scanner.Core;
using Scanner.Core.Posture;
using Scanner.Fixtures;
using Scanner.Publishing.Terminal;
using Scanner.Publishing.Tests.Formats;

namespace Scanner.Publishing.Tests.Terminal;

/// <summary>
/// What is seen, screen by screen, at three widths. <c>UPDATE_SCREENS=1 dotnet test</c> writes the files anew; read the difference.
/// </summary>
public sealed class ScreenTests
{
    private static readonly string s_folder = Checkout.PathOf("tests", "Scanner.Publishing.Tests", "Terminal", "Screens");

    public static TheoryData<string, int> Screens => Matrix();

    [Theory]
    [MemberData(nameof(Screens))]
    public void Write_AtAWidth_IsTheScreen(string name, int width)
    {
        var text = Write(name, width);
        var file = Path.Combine(s_folder, $"{name}-{width}.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_SCREENS") == "1")
            File.WriteAllText(file, text);
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), text);
    }

    /// <summary>Only what must be whole is wider than the screen: a command, or one long word.</summary>
    [Theory]
    [MemberData(nameof(Screens))]
    public void Write_AtAWidth_KeepsToIt(string name, int width) => Assert.All(
        Write(name, width).Split('\n').Where(l => DisplayWidth.Of(l) > width),
        l => Assert.Matches("kubectl |scanner |^ *[^ ]+$", l));

    [Theory]
    [MemberData(nameof(Screens))]
    public void Write_AtAWidth_HidesNothing(string name, int width) => Assert.All(Write(name, width).Split('\n'), l =>
    {
        Assert.True(PlainText.IsVisible(l), l);
        Assert.False(l.EndsWith(' '), l);
    });

    /// <summary>Two screens of 50 lines; most namespaces of a cluster are alike.</summary>
    [Fact]
    public void Write_ManyNamespaces_FitTwoScreens() => Assert.InRange(Write("many", 80).Split('\n').Length, 10, 100);

    [Fact]
    public void Write_Findings_AreAScreenfulAndCountTheRest()
    {
        var some = Write("many", 80);
        Assert.Matches("  and [0-9]+ more: --all shows every one", some);
        Assert.DoesNotContain("--all shows every one", Write("many", 80, all: true), StringComparison.Ordinal);
    }

    private static TheoryData<string, int> Matrix()
    {
        var data = new TheoryData<string, int>();
        foreach (var name in new[] { "scan", "scan-all", "many", "rbac", "hostile", "wide" })
        {
            foreach (var width in new[] { 80, 100, 200 })
                data.Add(name, width);
        }

        return data;
    }

    private static string Write(string name, int width, bool all = false)
    {
        var terminal = new TerminalTraits(width, false, false);
        var view = new TableView(all || name.EndsWith("-all", StringComparison.Ordinal));
        var time = new FakeTimeProvider(Samples.Now);
        Func<ScanOutcome, int> code = outcome => (int)outcome;
        IResultWriter writer = name is "rbac" or "wide" ? new RbacTableWriter(terminal, verified: false, view, code) : new TableResultWriter(terminal, time, view, code);
        using var text = new StringWriter { NewLine = "\n" };
        writer.Write(ScreenSamples.Of(name), text);
        return text.ToString();
    }
}
