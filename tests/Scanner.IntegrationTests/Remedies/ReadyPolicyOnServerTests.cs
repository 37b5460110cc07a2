using System.Text.Json;
using System.Text.Json.Nodes;
using Scanner.Core.Remedies;
using Scanner.IntegrationTests.Clusters;
using Scanner.Policies.Requests;

namespace Scanner.IntegrationTests.Remedies;

/// <summary>The admission policy that is given out ready to apply, as servers read it.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ReadyPolicyOnServerTests(ClusterPool clusters)
{
    private const string Pod = "/api/v1/namespaces/open/pods/web/ephemeralcontainers?dryRun=All";

    /// <summary>What no Linux pod with the host's users can have, so that no policy is asked about it.</summary>
    private static readonly string[] s_invalid = ["procmount", "windows"];

    [SkippableTheory]
    [InlineData("1.36")]
    [InlineData(ClusterPool.Real)]
    public async Task Policy_EveryVariant_IsDeniedWhereBaselineForbidsIt(string kind)
    {
        var cluster = await clusters.GetAsync(kind);
        using var admin = cluster.Admin();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        var denied = new List<string>();
        await using (await ChangedObjects.RememberAsync(cluster))
        {
            var command = JsonSerializer.SerializeToElement(new Dictionary<string, object>
            {
                ["argv"] = (string[])["kubectl", "apply"],
                ["stdin"] = RemedyText.Advise(new Remedy.DenyByPolicy(["open"])).Commands.Single().Input!,
            });
            await new PlainKubectl(admin).RunAsync(command);
            await UntilAsync(admin, status => status != 200, limit.Token);
            foreach (var variant in ContainerVariants.Forbidden.Where(v => !s_invalid.Contains(v.Name)).Prepend(ContainerVariants.Benign))
            {
                if (await StatusAsync(admin, variant) is var status and not 200)
                    denied.Add($"{variant.Name} {status}");
            }
        }

        // A server enforces for a moment what is deleted already, and whoever asks it then sees a protection that is lost soon after.
        await UntilAsync(admin, status => status == 200, limit.Token);
        Assert.Equal(["privileged 403", "capabilities 403", "seccomp 403", "selinux 403", "apparmor 403"], denied);
    }

    private static async Task UntilAsync(AdminClient admin, Func<int, bool> isSo, CancellationToken cancellationToken)
    {
        while (!isSo(await StatusAsync(admin, ContainerVariants.Privileged)))
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
    }

    private static async Task<int> StatusAsync(AdminClient admin, ContainerVariant variant)
    {
        var container = JsonObject.Create(variant.Container)!;
        container["name"] = "added";
        container.Remove("resources");
        var body = new JsonObject { ["spec"] = new JsonObject { ["ephemeralContainers"] = new JsonArray(container) } };
        using var request = new HttpRequestMessage(HttpMethod.Patch, Pod);
        request.Content = new StringContent(body.ToJsonString(), new System.Net.Http.Headers.MediaTypeHeaderValue("application/strategic-merge-patch+json"));
        using var response = await admin.Http.SendAsync(request);
        return (int)response.StatusCode;
    }
}
