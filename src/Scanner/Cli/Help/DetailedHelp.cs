using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Scanner.Cli.Help;

/// <summary>The usual help, and below it examples and exit codes.</summary>
internal sealed class DetailedHelp(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    /// <summary>Makes every <c>--help</c> below <paramref name="root"/> this one.</summary>
    public static DetailedHelp InsteadOfUsual(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Description = "Show help";
        var help = new DetailedHelp((HelpAction)option.Action!);
        option.Action = help;
        return help;
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.Write(HelpTexts.Of(parseResult.CommandResult.Command.Name));
        return code;
    }
}
