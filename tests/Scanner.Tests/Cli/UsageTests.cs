using Scanner.Cli;

namespace Scanner.Tests.Cli;

/// <summary>Bad input gets one line, exit code 2, and no connection is tried.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("--bogus", "Unrecognized")]
    [InlineData("scna", "Did you mean 'scan'?")]
    [InlineData("SCAN", "Did you mean 'scan'?")]
    [InlineData("scan --kubeconfg x", "Did you mean '--kubeconfig'? See scanner scan --help.")]
    [InlineData("help prob", "Did you mean 'probe'?")]
    [InlineData("completion tcsh", "completion tcsh: there are bash, fish, powershell, zsh")]
    [InlineData("completion", "give a shell: bash, fish, powershell, zsh")]
    [InlineData("version -o xml", "--output xml: give json or yaml")]
    [InlineData("scan --no-probe=maybe", "Unrecognized command or argument 'maybe'")]
    [InlineData("scan --rate-limit much", "--rate-limit much: give a number")]
    [InlineData("scan -n a,,b", "--namespace: '' is not a namespace's name")]
    [InlineData("probe -n a,b", "--namespace: probe is about one namespace")]
    [InlineData("probe -n a x/y", "'x/y' is not a pod's name")]
    [InlineData("run -l a==b==c", "--selector: 'a==b==c' has '=='")]
    [InlineData("run --schedule never", "--schedule: 'never' is not usable")]
    [InlineData("run --rate-limit fast", "--rate-limit: 'fast' is not usable")]
    [InlineData("run -n Bad", "--namespace: 'Bad' is not")]
    [InlineData("run --web-listen nowhere", "--web-listen: 'nowhere' is not usable")]
    [InlineData("scan --url nowhere", "--url nowhere: give an address such as http://127.0.0.1:8081")]
    [InlineData("scan --url ftp://x", "--url ftp://x: give an address")]
    [InlineData("scan --url http://u:p@x", "--url: holds a user name or password")]
    [InlineData("scan --url http://x/?a=b", "without a query")]
    [InlineData("scan --url http://x --token t", "a token over plain http can be read by everybody on the way")]
    [InlineData("scan --url http://localhost.evil.example --token t", "a token over plain http")]
    [InlineData("scan --url http://x --token-file /no/such/file", "--token-file /no/such/file: ")]
    [InlineData("scan --url https://x --token t --token-file f", "--token and --token-file: give one of them")]
    [InlineData("scan --url https://x --token é", "--token: is no token")]
    [InlineData("scan --token-file f", "--token-file needs --url")]
    [InlineData("scan --context= --as= --server= --token= --token-file f", "--token-file needs --url")]
    [InlineData("--context= scan --token-file f", "--token-file needs --url")]
    [InlineData("scan --token-file f --context", "Required argument missing for option: '--context'")]
    [InlineData("scan --url http://127.0.0.1 -n a", "--namespace has no place beside --url")]
    [InlineData("scan --url http://127.0.0.1 --context a", "--context has no place beside --url")]
    [InlineData("scan --url http://127.0.0.1 --no-probe", "--no-probe has no place beside --url")]
    [InlineData("scan --url http://127.0.0.1 --exceptions f", "--exceptions has no place beside --url")]
    [InlineData("scan --url http://127.0.0.1 --as jane", "--as has no place beside --url")]
    [InlineData("scan --url http://127.0.0.1 --from x", "--url has no place beside --from")]
    [InlineData("scan --url http://127.0.0.1 --request-timeout soon", "--request-timeout soon")]
    [InlineData("scan --fail-on worst", "--fail-on worst: give none, info, low, medium, high or critical")]
    [InlineData("scan --profiles root,admin", "--profiles admin: give one or more of privileged, benign")]
    [InlineData("scan --targets-per-namespace 0", "--targets-per-namespace 0: give a number from 1 to 100")]
    [InlineData("scan --concurrency 65", "--concurrency 65")]
    [InlineData("scan --rate-limit 0", "--rate-limit 0")]
    [InlineData("scan --rate-limit NaN", "--rate-limit NaN")]
    [InlineData("scan --request-timeout soon", "--request-timeout soon")]
    [InlineData("scan --as-group devs", "--as-group needs --as")]
    [InlineData("scan --as-uid u-7", "--as-uid needs --as")]
    [InlineData("scan --as-user-extra team=a", "--as-user-extra needs --as")]
    [InlineData("scan --as jane --as-user-extra team", "--as-user-extra takes KEY=VALUE")]
    [InlineData("scan --rate-limit 5 --rate-limit 0", "--rate-limit 0")]
    [InlineData("scan --concurrency=8 --concurrency many", "--concurrency many: give a whole number")]
    [InlineData("scan -l a==b==c", "--selector a==b==c has '==' where a comma or the end should stand")]
    [InlineData("scan -n Bad_Name", "'Bad_Name' is not a namespace's name")]
    [InlineData("scan --probe-as-group devs", "--probe-as-group needs --probe-as")]
    [InlineData("scan --exceptions /", "--exceptions /: is a directory")]
    [InlineData("scan -o sarif", "does not write sarif yet")]
    [InlineData("scan -o json=/no/such/dir/x.json", "cannot write /no/such/dir/x.json")]
    [InlineData("scan --concurrency many", "--concurrency many: give a whole number")]
    [InlineData("probe", "Required argument")]
    [InlineData("probe a/B", "'B' is not a pod's name")]
    [InlineData("probe a/b/c", "'b/c' is not a pod's name")]
    [InlineData("review --profile admin", "--profile admin: give one of privileged, benign")]
    [InlineData("review --channel both", "--channel both: give ephemeral or regular")]
    [InlineData("review -o xml", "--output xml: give table, json or yaml")]
    [InlineData("review -n Bad", "--namespace: 'Bad' is not a namespace's name")]
    [InlineData("review --from /no/such", "--from /no/such: there is no such file or directory")]
    [InlineData("review --from /sys/class/none", "--from /sys/class/none")]
    [InlineData("review --pod no-slash", "--pod no-slash: there is no such file, and it is no NAMESPACE/POD")]
    [InlineData("review --pod a/B", "--pod a/B: there is no such file, and it is no NAMESPACE/POD")]
    [InlineData("review --container /", "--container /: is a directory, give the file of a container")]
    [InlineData("review --container /dev/null", "--container /dev/null: holds 0 objects: give a container, and nothing else")]
    [InlineData("review --profile root --container x", "--profile and --container both say what the container is")]
    [InlineData("review --request x --pod y", "--pod has no place beside --request")]
    [InlineData("review --operation CREATE", "--operation needs --request")]
    [InlineData("review --old x", "--old needs --request")]
    [InlineData("review --from - --pod -", "- is given to several flags: standard input can be read once")]
    public async Task Run_UnusableInput_SaysWhatIsWrongInOneLine(string arguments, string message)
    {
        var run = await CliRun.Async(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Empty(run.Output);
    }

    /// <summary>A group goes with the user that the kubeconfig impersonates, so it is no wrong usage by itself: the connection is tried.</summary>
    [Fact]
    public async Task Run_GroupForTheUserOfTheKubeconfig_Connects()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """
                current-context: x
                contexts: [{name: x, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "https://a.example"}}]
                users: [{name: u, user: {token: t, as: alice}}]
                """);
            var problem = await Assert.ThrowsAsync<InvalidOperationException>(() => CliRun.Async("scan", "--as-group", "devs", "--kubeconfig", file));
            Assert.Equal("no connection may be tried", problem.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("scan --help")]
    [InlineData("probe -h")]
    [InlineData("--version")]
    [InlineData("help")]
    [InlineData("help scan")]
    [InlineData("version --client")]
    [InlineData("completion bash")]
    public async Task Run_Help_IsNoError(string arguments)
    {
        var run = await CliRun.Async(arguments.Split(' '));
        Assert.Equal(0, run.Code);
        Assert.NotEmpty(run.Output);
        Assert.Empty(run.Error);
    }
}
