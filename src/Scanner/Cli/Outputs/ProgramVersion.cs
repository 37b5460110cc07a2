using System.Reflection;

namespace Scanner.Cli.Outputs;

/// <summary>The version of this program, as its build has it.</summary>
internal static class ProgramVersion
{
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
