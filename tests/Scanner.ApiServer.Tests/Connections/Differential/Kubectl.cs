using System.Diagnostics;

namespace Scanner.ApiServer.Tests.Connections.Differential;

/// <summary>The kubectl of this machine, if it has one.</summary>
internal static class Kubectl
{
    /// <summary>Full path; null when there is none on PATH or in KUBEBUILDER_ASSETS.</summary>
    public static string? Path { get; } =
        $"{Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS")}{System.IO.Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}"
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => System.IO.Path.Combine(folder, "kubectl"))
            .FirstOrDefault(File.Exists);

    /// <summary>Asks for the server's version with the row's kubeconfig, variables and flags; returns what it said.</summary>
    public static async Task<string> VersionAsync(KubeconfigCase row, CaseFolder folder, TimeSpan limit)
    {
        var start = new ProcessStartInfo(Path!, ["version", "-o", "json", "--request-timeout", "5s", .. row.Flags.Select(folder.Fill)])
        {
            WorkingDirectory = folder.Folder.Root,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["HOME"] = folder.Folder.PathOf("home");
        foreach (var (name, value) in row.Variables)
            start.Environment[name] = folder.Fill(value);
        if (!CaseFlags.HasVariable(row))
            start.ArgumentList.Add("--kubeconfig=config");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var end = new CancellationTokenSource(limit);
        var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(end.Token), process.StandardError.ReadToEndAsync(end.Token));
        await process.WaitForExitAsync(end.Token);
        return string.Join('\n', texts);
    }
}
